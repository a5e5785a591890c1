import type { Target, TargetShape } from './action.js';

/** A sort of target that a table of decisions tells apart. */
export interface Relation {
  /** A target of the actor, of somebody else, or of nobody. */
  readonly target: 'own' | 'foreign' | 'platform';
  /** The kind of a resource; `null` for everything else. */
  readonly kind: string | null;
}

/** The owner of foreign targets: an id that no user gets, since it is of the year 1970. */
const SOMEBODY_ELSE = '00000000-0000-7000-8000-000000000001';

/** Returns every sort of target that an action with this shape can have. */
export function relationsOf({ owned, hasKind, kinds }: TargetShape, declared: readonly string[]): Relation[] {
  const ofKinds = [...(hasKind === true ? [] : [null]), ...(hasKind === false ? [] : (kinds ?? declared))];
  const owners: readonly Relation['target'][] = [
    ...(owned === false ? [] : (['own', 'foreign'] as const)),
    ...(owned === true ? [] : (['platform'] as const)),
  ];
  return owners.flatMap((target) => ofKinds.map((kind) => ({ target, kind })));
}

/** Returns a target of this sort. It has no id, so rules about single resources do not apply to it. */
export function exampleOf({ target, kind }: Relation, actorId: string, { idIsOwner }: TargetShape): Target {
  if (target === 'platform') return { ownerId: null, kind };
  const ownerId = target === 'own' ? actorId : SOMEBODY_ELSE;
  return idIsOwner ? { ownerId, kind, id: ownerId } : { ownerId, kind };
}
