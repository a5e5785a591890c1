import { exactTime, relativeTime } from '../relative-time.js';
import { text } from '../text.js';

/** How long ago, and on hover or focus exactly when. */
export function Time({ at }: { readonly at: string | null }) {
  if (at === null) return <span class="muted">{text.time.never}</span>;
  const date = new Date(at);
  return (
    <time datetime={at} tabIndex={0}>
      {relativeTime(date, new Date())}
      <span class="exact">{exactTime(date)}</span>
    </time>
  );
}
