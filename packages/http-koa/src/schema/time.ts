import type { Problem } from '@bailiwick/core';

/** RFC 3339: letters of either case, any number of digits behind the second, which is 60 where one was put in. */
const TIME =
  /^(?<day>\d{4}-\d\d-\d\d)T(?<minute>(?:[01]\d|2[0-3]):[0-5]\d):(?<second>[0-5]\d|60)(?:\.(?<fraction>\d+))?(?<zone>Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/i;

export function timeProblem(value: unknown): Problem {
  if (typeof value === 'string' && readTime(value) !== null) return null;
  return 'must be a time like "2030-01-31T12:00:00Z".';
}

/** The instant, down to the millisecond: what is more precise is cut off. `null`: there is no such time. */
export function readTime(text: string): Date | null {
  const { day = '', minute, second, fraction = '', zone = '' } = TIME.exec(text)?.groups ?? {};
  if (minute === undefined || !isDay(day)) return null;
  const isLeap = second === '60';
  const millis = fraction.slice(0, 3).padEnd(3, '0');
  const time = new Date(`${day}T${minute}:${isLeap ? '59' : second}.${millis}${zone.toUpperCase()}`);
  if (!isLeap) return time;
  // Only the last minute of a day has a second too many (RFC 3339 section 5.7). Clocks count the next one twice.
  return time.toISOString().slice(11, 19) === '23:59:59' ? new Date(time.getTime() + 1000) : null;
}

/** `Date` would take 31 February for 3 March. */
function isDay(day: string): boolean {
  const midnight = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(day);
}
