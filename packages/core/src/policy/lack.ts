import type { Actor } from '../actors/actor.js';
import type { Target } from './action.js';
import { compile, type Atom, type Condition } from './condition.js';
import type { RefusalReason } from './decision.js';

/** Most telling first: of two rules that were equally near, this one explains a refusal better. */
const MOST_TELLING: readonly RefusalReason[] = [
  'not-owner',
  'other-kind',
  'other-target',
  'other-owner',
  'other-attributes',
  'excluded',
  'other-credential',
  'other-actor',
  'disabled',
];

/** What a condition lacked for this actor and target; empty when it held. */
export function lacks(condition: Condition, actor: Actor, target: Target): readonly RefusalReason[] {
  if (compile(condition)(actor, target)) return [];
  switch (condition.type) {
    case 'all':
      return condition.conditions.flatMap((part) => lacks(part, actor, target));
    case 'any':
      return nearest(condition.conditions.map((part) => lacks(part, actor, target)));
    case 'not':
      return ['excluded'];
    case 'always':
    case 'never':
      return ['no-rule'];
    default:
      return [lackOf(condition)];
  }
}

/** Of several ways that were not open, the one that lacked least. The order they come in does not matter. */
export function nearest(ways: readonly (readonly RefusalReason[])[]): readonly RefusalReason[] {
  const [first = ['no-rule']] = ways.toSorted(
    (a, b) => a.length - b.length || rank(a) - rank(b) || byName(a, b),
  );
  return first;
}

/** The one code that stands for all that a way lacked. */
export function mostTelling(way: readonly RefusalReason[]): RefusalReason {
  const [first = 'no-rule'] = way.toSorted((a, b) => rankOf(a) - rankOf(b) || (a < b ? -1 : 1));
  return first;
}

function rank(way: readonly RefusalReason[]): number {
  return Math.min(...way.map(rankOf));
}

/** Roles come after what can be told of the target, and being the system itself comes last of all. */
function rankOf(reason: RefusalReason): number {
  const index = MOST_TELLING.indexOf(reason);
  if (index >= 0) return index;
  return MOST_TELLING.length + (reason === 'not-system' ? 2 : reason === 'not-admin' ? 1 : 0);
}

function byName(a: readonly RefusalReason[], b: readonly RefusalReason[]): number {
  return a.join() < b.join() ? -1 : 1;
}

function lackOf(atom: Atom): RefusalReason {
  switch (atom.type) {
    case 'actor-type':
      return `not-${atom.actorType}`;
    case 'actor-role':
      return `not-${atom.roles.join('-or-')}`;
    case 'actor-status':
      return atom.status === 'active' ? 'disabled' : 'not-disabled';
    case 'actor-id':
      return 'other-actor';
    case 'actor-credential':
      return 'other-credential';
    case 'owner':
      return 'not-owner';
    case 'target-owner':
      return 'other-owner';
    case 'target-kind':
      return 'other-kind';
    case 'target-id':
      return 'other-target';
    case 'compare':
      return 'other-attributes';
  }
}
