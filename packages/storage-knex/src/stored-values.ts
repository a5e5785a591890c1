/**
 * How the databases hand out what they keep: PostgreSQL gives text for times, 64-bit integers and JSON; SQLite
 * gives milliseconds, numbers and text, and `better-sqlite3` big integers where a host has asked for them. Each reader
 * takes any.
 */
export type StoredTime = string | number | bigint;
export type StoredInteger = number | string | bigint;
export type StoredJson = string;

/** PostgreSQL writes "2026-02-03 04:05:06.789+00": not the one form that ECMAScript demands, and read by V8 all the same. */
export function readTime(value: StoredTime): Date {
  return new Date(typeof value === 'string' ? value : Number(value));
}

/** Counters and limits are kept at or below 2^53 − 1 by the schema: no digit is lost. */
export function readInteger(value: StoredInteger): number {
  return Number(value);
}

export function readJson<T>(value: StoredJson): T {
  return JSON.parse(value) as T;
}
