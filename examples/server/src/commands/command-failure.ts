/** A command cannot do what it was asked, and `message` is all that there is to say about it. */
export class CommandFailure extends Error {}
