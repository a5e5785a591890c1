/** `config` is EX_CONFIG of sysexits.h: starting again is of no use before somebody changes the environment. */
export const EXIT = { failure: 1, usage: 2, config: 78 } as const;
