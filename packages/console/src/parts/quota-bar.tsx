import type { Quota } from '../api/api.js';
import * as text from '../text.js';

const NEAR = 0.8;

/** How full a quota is: a bar where there is a limit, and the figures in any case. */
export function QuotaBar({ quota, isNamed = false }: { readonly quota: Quota; readonly isNamed?: boolean }) {
  const { meter, limit, used, over } = quota;
  const figures = limit === null ? text.quotaUnlimited(used) : text.quotaFigures(used, limit);
  return (
    <div class="quota">
      {isNamed && <span class="meter-name">{meter}</span>}
      {limit !== null && (
        <meter
          class={over > 0 ? undefined : 'room'}
          min={0}
          // A meter from 0 to 0 would be that of 0 to 1, and empty; of a limit of 0, there is no room left.
          max={limit === 0 ? 1 : limit}
          value={limit === 0 ? 1 : used}
          // From 80 % on, and not only above it.
          low={Math.ceil(limit * NEAR) - 0.5}
          high={limit === 0 ? 0 : Math.max(limit * NEAR, limit - 0.5)}
          optimum={0}
          aria-label={text.quotaOf(meter, figures)}
        />
      )}
      <span class="figures">
        {figures}
        {over > 0 && <strong class="over"> {text.quotaOver(over)}</strong>}
      </span>
    </div>
  );
}

/** The quota that is nearest to its limit; without limits, the first. */
export function fullest(quotas: readonly Quota[]): Quota | null {
  return quotas.reduce<Quota | null>(
    (best, quota) => (best === null || fill(quota) > fill(best) ? quota : best),
    null,
  );
}

/** How much of its limit is used, so that quotas can be compared. */
export function fill({ limit, used }: Quota): number {
  if (limit === null) return -1;
  return limit === 0 ? (used === 0 ? 0 : Infinity) : used / limit;
}
