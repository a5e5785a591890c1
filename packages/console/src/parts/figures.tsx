import type { NamedOwner, Shortfall } from '../api/api.js';
import * as text from '../text.js';
import { OwnerLink } from './owner-link.js';

interface FiguresProps {
  readonly of: readonly Shortfall[];
  /** Do they stand beside something that is being typed? */
  readonly isAside?: boolean;
}

/** What was used, what was allowed, and what was asked for on top: at each level, with those that had no room marked. */
export function Figures({ of: quotas, isAside = false }: FiguresProps) {
  return (
    <ul class="figures-list">
      {quotas.map((quota) => (
        <li key={`${quota.meter} ${idOf(quota)}`}>
          {typeof quota.owner === 'object' && (
            <>
              <OwnerLink {...quota.owner} isAside={isAside} />
              {': '}
            </>
          )}
          {sentence(quota)}
          {quotas.length > 1 && isFull(quota) && <strong class="over"> {text.verdictFull}</strong>}
        </li>
      ))}
    </ul>
  );
}

function sentence({ meter, limit = null, used, requested }: Shortfall): string {
  if (used === undefined) return text.verdictAbove(meter, requested);
  return text.verdictFigures(meter, used, limit, requested);
}

function idOf({ owner }: Shortfall): string {
  return typeof owner === 'object' ? owner.id : String(owner);
}

/** A level that one may not see is named only if it had no room, and says so itself. */
function isFull({ limit, used, requested }: Shortfall): boolean {
  return used !== undefined && typeof limit === 'number' && used + requested > limit;
}

/** The figures in what a command recorded or answered, if there are any: that can be anything. */
export function figuresIn(members: Readonly<Record<string, unknown>>): readonly Shortfall[] {
  const { quotas } = members;
  const isFigures = (one: unknown): one is Shortfall =>
    typeof one === 'object' && one !== null && 'meter' in one && 'requested' in one;
  return Array.isArray(quotas) ? quotas.filter(isFigures) : [];
}

/** The group that had no room; `null` if it was a user, or is not named. */
export function fullLevelIn(members: Readonly<Record<string, unknown>>): NamedOwner | null {
  const owner = figuresIn(members).find(isFull)?.owner;
  return typeof owner === 'object' ? owner : null;
}
