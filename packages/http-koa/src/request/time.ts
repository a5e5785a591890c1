import type { Problem } from '@bailiwick/core';

/** RFC 3339, down to the millisecond, with the letters in upper case. */
const TIME = /^\d{4}-\d\d-\d\dT(\d\d):\d\d:\d\d(?:\.\d{1,3})?(?:Z|[+-]\d\d:\d\d)$/;

export function timeProblem(value: unknown): Problem {
  if (typeof value === 'string' && isTime(value)) return null;
  return 'must be a time like "2030-01-31T12:00:00Z".';
}

/** `Date` would take 31 February for 3 March, and 24 o'clock for the next day. */
function isTime(text: string): boolean {
  const hour = TIME.exec(text)?.[1];
  if (hour === undefined || hour === '24' || Number.isNaN(Date.parse(text))) return false;
  const day = text.slice(0, 10);
  return new Date(`${day}T00:00:00Z`).toISOString().startsWith(day);
}
