import type { Problem } from '@bailiwick/core';

/** RFC 3339: letters in either case, any number of fractional digits, and 60 seconds for a leap second. */
const TIME =
  /^(?<day>\d{4}-\d\d-\d\d)T(?<minute>(?:[01]\d|2[0-3]):[0-5]\d):(?<second>[0-5]\d|60)(?:\.(?<fraction>\d+))?(?<zone>Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/i;

export function timeProblem(value: unknown): Problem {
  if (typeof value === 'string' && readTime(value) !== null) return null;
  return 'must be a time like "2030-01-31T12:00:00Z".';
}

/** Reads a time and truncates it to the millisecond; `null` if there is no such time. */
export function readTime(text: string): Date | null {
  const { day = '', minute, second, fraction = '', zone = '' } = TIME.exec(text)?.groups ?? {};
  if (minute === undefined || !isDay(day)) return null;
  const isLeap = second === '60';
  const millis = fraction.slice(0, 3).padEnd(3, '0');
  const time = new Date(`${day}T${minute}:${isLeap ? '59' : second}.${millis}${zone.toUpperCase()}`);
  if (!isLeap) return time;
  // Only the last minute of a day can have a leap second (RFC 3339 section 5.7). Clocks count the next second twice.
  return time.toISOString().slice(11, 19) === '23:59:59' ? new Date(time.getTime() + 1000) : null;
}

/** Is there such a day? `Date` would read 31 February as 3 March. */
function isDay(day: string): boolean {
  const midnight = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(day);
}
