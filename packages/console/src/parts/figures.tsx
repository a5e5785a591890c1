import type { Shortfall } from '../api/api.js';
import { text } from '../text.js';

/** What was used, what was allowed, and what was asked for on top. */
export function Figures({ of: quotas }: { readonly of: readonly Shortfall[] }) {
  return (
    <ul class="figures-list">
      {quotas.map((quota) => (
        <li key={sentence(quota)}>{sentence(quota)}</li>
      ))}
    </ul>
  );
}

function sentence({ meter, owner, limit = null, used, requested }: Shortfall): string {
  if (used === undefined) return text.verdict.above(meter, requested);
  const figures = text.verdict.figures(meter, used, limit, requested);
  return typeof owner === 'object' ? text.verdict.inGroup(owner.name, figures) : figures;
}

/** The figures in the details of an event, if it has any: details are whatever the command recorded. */
export function figuresIn(details: Readonly<Record<string, unknown>>): readonly Shortfall[] {
  const { quotas } = details;
  const isFigures = (one: unknown): one is Shortfall =>
    typeof one === 'object' && one !== null && 'meter' in one && 'used' in one && 'requested' in one;
  return Array.isArray(quotas) ? quotas.filter(isFigures) : [];
}
