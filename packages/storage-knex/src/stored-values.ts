/**
 * How the databases hand out what they keep: PostgreSQL gives text for times, 64-bit integers and JSON; SQLite
 * gives milliseconds, numbers and text. Each reader takes either.
 */
export type StoredTime = string | number;
export type StoredInteger = number | string;
export type StoredJson = string;

/** PostgreSQL writes "2026-02-03 04:05:06.789+00": not the one form that ECMAScript demands, and read by V8 all the same. */
export function readTime(value: StoredTime): Date {
  return new Date(value);
}

/** Counters and limits are kept at or below 2^53 − 1 by the schema: no digit is lost. */
export function readInteger(value: StoredInteger): number {
  return Number(value);
}

export function readJson<T>(value: StoredJson): T {
  return JSON.parse(value) as T;
}
