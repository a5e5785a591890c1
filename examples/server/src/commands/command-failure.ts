/** An expected failure of a command, of which only `message` is printed. */
export class CommandFailure extends Error {}
