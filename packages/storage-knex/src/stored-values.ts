/**
 * How the databases hand out what they keep. PostgreSQL gives dates, text for 64-bit integers and parsed
 * JSON, or text for all of them where a host has changed the type parsers of `pg`; SQLite gives
 * milliseconds, numbers and text. Each reader takes any of them.
 */
export type StoredTime = Date | string | number;
export type StoredInteger = number | string | bigint;
export type StoredJson = object | string;

export function readTime(value: StoredTime): Date {
  return new Date(value);
}

/** Counters and limits are kept at or below 2^53 − 1 by the schema: no digit is lost. */
export function readInteger(value: StoredInteger): number {
  return Number(value);
}

export function readJson<T>(value: StoredJson): T {
  return (typeof value === 'string' ? JSON.parse(value) : value) as T;
}
