import { exactTime, relativeTime, relativeTimeWithClock } from '../relative-time.js';
import { text } from '../text.js';

interface TimeProps {
  readonly at: string | null;
  readonly hasClock?: boolean;
}

/** How long ago, and on hover or focus exactly when. */
export function Time({ at, hasClock = false }: TimeProps) {
  if (at === null) return <span class="muted">{text.time.never}</span>;
  const date = new Date(at);
  return (
    <time datetime={at} tabIndex={0}>
      {(hasClock ? relativeTimeWithClock : relativeTime)(date, new Date())}
      <span class="exact">{exactTime(date)}</span>
    </time>
  );
}
