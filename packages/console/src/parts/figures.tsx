import type { Shortfall } from '../api/api.js';
import { text } from '../text.js';

/** What was used, what was allowed, and what was asked for on top. */
export function Figures({ of: quotas }: { readonly of: readonly Shortfall[] }) {
  return (
    <ul class="figures-list">
      {quotas.map(({ meter, limit, used, requested }) => (
        <li key={meter}>{text.verdict.figures(meter, used, limit, requested)}</li>
      ))}
    </ul>
  );
}

/** The figures in the details of an event, if it has any: details are whatever the command recorded. */
export function figuresIn(details: Readonly<Record<string, unknown>>): readonly Shortfall[] {
  const { quotas } = details;
  const isFigures = (one: unknown): one is Shortfall =>
    typeof one === 'object' && one !== null && 'meter' in one && 'used' in one && 'requested' in one;
  return Array.isArray(quotas) ? quotas.filter(isFigures) : [];
}
