import type { Actor, ActorCredential } from '@bailiwick/core';
import { withAttributes, type Condition, type Rule, type Target } from '@bailiwick/core/policy';
import { actors } from '@bailiwick/core/testing';
import { truth } from './naive-policy.js';
import {
  ALL_MEMBER_ROLES,
  ANN,
  BOB,
  EVE,
  GROUP,
  KINDS,
  OTHER_KIND,
  ROLES,
  TARGET_IDS,
  THIRD,
} from '@bailiwick/test-policies';

type Value = string | number | boolean | undefined;

/** Values with every possible result of a comparison with 1, 2, 'eu' or true, and with each other. */
export const LEVELS: readonly Value[] = [
  undefined,
  -1,
  0,
  1,
  1.3,
  1.6,
  2,
  3,
  4,
  'eu',
  '1',
  'us',
  'xx',
  true,
  false,
];

const OWNERS = [EVE, ANN, BOB, GROUP, THIRD, ...TARGET_IDS];

interface World {
  readonly actor: Actor;
  readonly target: Target;
}

/** Yields all actors and targets of a small world that differ in a member that the condition asks for. */
function* worlds(condition: Condition, action: string): Generator<World> {
  const asked = new Set<string>();
  collect(condition, asked);
  const some = <T>(names: readonly string[], values: readonly T[]): readonly T[] =>
    names.some((name) => asked.has(name)) ? values : values.slice(0, 1);
  // Users are targets too, and own themselves. Whether an id is that of a user or a group, no rule says.
  const ids = some(['actor-id', 'owner', 'member'], OWNERS);
  const roles = some(['actor-role'], ['guest', ...ROLES]);
  const statuses = some(['actor-status'], ['active', 'disabled'] as const);
  const credentials = some<ActorCredential['type']>(
    ['actor-credential'],
    ['session', 'password', 'access-key'],
  );
  const confirmations = some(['actor-confirmation'], [true, false]);
  const levels = some(['actor.level'], LEVELS);
  const users = ids.flatMap((id) =>
    roles.flatMap((role) =>
      statuses.flatMap((status) =>
        credentials.flatMap((credential) =>
          confirmations.flatMap((confirmed) => {
            const user = actors.user({ id, role, status, credential, confirmed });
            return levels.map((level) => (level === undefined ? user : withAttributes(user, { level })));
          }),
        ),
      ),
    ),
  );
  const system = levels.map((level) =>
    level === undefined ? actors.system('job') : withAttributes(actors.system('job'), { level }),
  );
  // Nobody is a member of a user.
  const memberships = some(['member'], OF_USERS.test(action) ? [[]] : ALL_MEMBER_ROLES);
  const targets = [...targetsOf(action, some)].flatMap((target) =>
    target.ownerId === null ? [target] : memberships.map((memberRoles) => ({ ...target, memberRoles })),
  );
  for (const actor of [...users, ...system, actors.anonymous])
    for (const target of targets) yield { actor, target };
}

export const OF_USERS = /^(user|session):/;
const USER_ACTIONS = new Set(['user:read', 'user:update', 'user:set-role', 'session:revoke', 'group:update']);

function* targetsOf(
  action: string,
  some: <T>(names: readonly string[], values: readonly T[]) => readonly T[],
): Generator<Target> {
  const owners = some(['target-owner', 'owner', 'target-id', 'member'], OWNERS);
  const kinds = some<string>(['target-kind'], [OTHER_KIND, ...KINDS]);
  const ids = some<string>(['target-id'], [THIRD, ...TARGET_IDS]);
  if (action === 'user:list') yield { ownerId: null, kind: null };
  else if (USER_ACTIONS.has(action)) for (const id of owners) yield { ownerId: id, kind: null, id };
  else if (action === 'audit-event:read') {
    for (const ownerId of [null, ...owners])
      for (const id of [null, ...ids]) yield { ownerId, kind: null, id };
  } else if (action === 'resource:create') {
    for (const ownerId of owners) for (const kind of kinds) yield { ownerId, kind };
  } else if (action.startsWith('resource:')) {
    for (const ownerId of owners) for (const kind of kinds) for (const id of ids) yield { ownerId, kind, id };
  } else {
    for (const ownerId of [null, ...owners]) {
      for (const kind of [null, ...kinds]) {
        for (const id of [null, ...ids]) {
          for (const level of some(['target.level'], LEVELS)) {
            yield { ownerId, kind, id, ...(level === undefined ? {} : { attributes: { level } }) };
          }
        }
      }
    }
  }
}

function collect(condition: Condition, asked: Set<string>): void {
  if (condition.type === 'not') collect(condition.condition, asked);
  else if (condition.type === 'all' || condition.type === 'any') {
    for (const part of condition.conditions) collect(part, asked);
  } else if (condition.type === 'compare') {
    for (const side of [condition.left, condition.right])
      if (side.of !== 'value') asked.add(`${side.of}.level`);
  } else asked.add(condition.type);
}

/** The form in which parts are counted: `not` occurs only at the leaves, and no group contains one of the same type. */
type Flat =
  | { readonly type: 'leaf'; readonly condition: Condition }
  | { readonly type: 'all' | 'any'; readonly parts: readonly Flat[] };

function flatten(condition: Condition, negated = false): Flat {
  switch (condition.type) {
    case 'not':
      return flatten(condition.condition, !negated);
    case 'all':
    case 'any': {
      const type = (condition.type === 'all') === negated ? 'any' : 'all';
      const parts = condition.conditions
        .map((part) => flatten(part, negated))
        // An empty group is a constant.
        .flatMap((part) => (part.type === type && part.parts.length > 0 ? part.parts : [part]));
      const [only] = parts;
      return parts.length === 1 && only !== undefined ? only : { type, parts };
    }
    default:
      return { type: 'leaf', condition: negated ? { type: 'not', condition } : condition };
  }
}

/**
 * Can the rule match? This tries every case of a small world, for each action of the rule and each part of each `any`.
 */
export function isRight({ actions, when }: Pick<Rule, 'actions' | 'when'>): boolean {
  const flat = flatten(when);
  const open = new Set<Flat>();
  for (const action of actions === 'any' ? ['a:b'] : actions) {
    let matches = false;
    for (const { actor, target } of worlds(when, action)) {
      const truths = new Map<Flat, boolean>();
      if (!isTrue(flat, actor, target, truths)) continue;
      matches = true;
      mark(flat, truths, open);
    }
    if (!matches) return false;
  }
  return partsOfAny(flat).every((part) => open.has(part));
}

function isTrue(flat: Flat, actor: Actor, target: Target, truths: Map<Flat, boolean>): boolean {
  let is: boolean;
  if (flat.type === 'leaf') is = truth(flat.condition, actor, target) === true;
  else {
    // Every part is evaluated, because the truth of each is needed later.
    const parts = flat.parts.map((part) => isTrue(part, actor, target, truths));
    is = flat.type === 'all' ? parts.every(Boolean) : parts.some(Boolean);
  }
  truths.set(flat, is);
  return is;
}

function mark(flat: Flat, truths: ReadonlyMap<Flat, boolean>, open: Set<Flat>): void {
  if (flat.type === 'leaf') return;
  for (const part of flat.parts) {
    if (truths.get(part) !== true) continue;
    if (flat.type === 'any') open.add(part);
    mark(part, truths, open);
  }
}

function partsOfAny(flat: Flat): readonly Flat[] {
  if (flat.type === 'leaf') return [];
  return flat.parts.flatMap((part) => [...(flat.type === 'any' ? [part] : []), ...partsOfAny(part)]);
}
