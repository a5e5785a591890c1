// How is a stored value read, whichever database and driver returned it?
/**
 * PostgreSQL returns text for times, 64-bit integers and JSON. SQLite returns milliseconds, numbers and text, and
 * `better-sqlite3` returns big integers if the host has asked for them. Each reader takes all of them.
 */
export type StoredTime = string | number | bigint;
export type StoredInteger = number | string | bigint;
export type StoredJson = string;

/** PostgreSQL writes "2026-02-03 04:05:06.789+00". ECMAScript demands another form, but V8 reads this one too. */
export function readTime(value: StoredTime): Date {
  return new Date(typeof value === 'string' ? value : Number(value));
}

/** The schema bounds counters and limits to 2^53 − 1, so that no digit is lost. */
export function readInteger(value: StoredInteger): number {
  return Number(value);
}

export function readJson<T>(value: StoredJson): T {
  return JSON.parse(value) as T;
}
