const STEPS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['year', 365 * 86_400],
  ['month', 30 * 86_400],
  ['week', 7 * 86_400],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

const words = new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'long' });

/** `3 hours ago`, `tomorrow`, `just now`. */
export function relativeTime(at: Date, now: Date): string {
  const seconds = (at.getTime() - now.getTime()) / 1_000;
  for (const [unit, length] of STEPS) {
    if (Math.abs(seconds) >= length) return words.format(Math.trunc(seconds / length), unit);
  }
  return Math.abs(seconds) < 10 ? words.format(0, 'second') : words.format(Math.trunc(seconds), 'second');
}

/** `yesterday, 03:17`: tells two attempts of the same day apart. */
export function relativeTimeWithClock(at: Date, now: Date): string {
  return `${relativeTime(at, now)}, ${clock(at).slice(0, 5)}`;
}

/** To the second, in the time zone of the reader, and written so that it sorts and can be copied. */
export function exactTime(at: Date): string {
  const offset = -at.getTimezoneOffset();
  const sign = offset < 0 ? '−' : '+';
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${day} ${clock(at)} ${sign}${two(Math.floor(Math.abs(offset) / 60))}:${two(Math.abs(offset) % 60)}`;
}

function clock(at: Date): string {
  return [at.getHours(), at.getMinutes(), at.getSeconds()].map(two).join(':');
}

function two(part: number): string {
  return String(part).padStart(2, '0');
}
