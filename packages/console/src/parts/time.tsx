import { exactTime, relativeTime, relativeTimeWithClock } from '../relative-time.js';
import { Store, useStore } from '../store.js';
import * as text from '../text.js';

interface TimeProps {
  readonly at: string | null;
  readonly hasClock?: boolean;
}

/** "14 seconds ago" grows old while the page is open. */
const AGES_MS = 10_000;
const tick = new Store(0);
setInterval(() => tick.set(tick.value + 1), AGES_MS);

/** How long ago, and on hover or focus exactly when. */
export function Time({ at, hasClock = false }: TimeProps) {
  useStore(tick);
  if (at === null) return <span class="muted">{text.timeNever}</span>;
  const date = new Date(at);
  return (
    <time datetime={at} tabIndex={0}>
      {(hasClock ? relativeTimeWithClock : relativeTime)(date, new Date())}
      <span class="exact">{exactTime(date)}</span>
    </time>
  );
}
