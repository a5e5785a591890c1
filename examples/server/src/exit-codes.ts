/** The exit codes. `config` is EX_CONFIG of sysexits.h: a restart does not help before the environment is changed. */
export const EXIT = { failure: 1, usage: 2, config: 78 } as const;
