/** The only source of time in the library. Instants are UTC with a resolution of one millisecond. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };
