import type { Actor } from '@bailiwick/core';
import { withAttributes, type Rule, type Target } from '@bailiwick/core/policy';
import { actors } from '@bailiwick/core/testing';
import fc from 'fast-check';
import {
  ALL_MEMBER_ROLES,
  ANN,
  BOB,
  conditions,
  defined,
  EVE,
  GROUP,
  KINDS,
  level,
  OTHER_KIND,
  ROLES,
  TARGET_IDS,
  THIRD,
} from '@bailiwick/test-policies';
import { OF_USERS } from './small-worlds.js';

export const HOST_ACTIONS = ['database:restart', 'database:move'];
const USER_ACTIONS = ['user:update', 'quota:read', 'group:update'];
export const ACTIONS = [
  'resource:create',
  'resource:read',
  'resource:delete',
  ...USER_ACTIONS,
  'user:list',
  'audit-event:read',
  ...HOST_ACTIONS,
];

const body = fc.oneof(
  fc.record({
    effect: fc.constantFrom('allow', 'allow', 'forbid'),
    actions: fc.oneof(fc.constant('any' as const), fc.subarray(ACTIONS, { minLength: 1 })),
    when: conditions(false),
  }),
  fc.record({
    effect: fc.constantFrom('allow', 'forbid'),
    actions: fc.subarray(HOST_ACTIONS, { minLength: 1 }),
    when: conditions(true),
  }),
);

/** Makes rules about actions of every kind. */
export const rules: fc.Arbitrary<readonly Rule[]> = fc
  .array(body, { maxLength: 10 })
  .map((bodies) =>
    bodies.flatMap((one, index) => defined(Object.assign({}, one, { name: `rule ${index}` })) ?? []),
  );

export const USER_IDS = [ANN, BOB, EVE];
export const ALL_ROLES = [...ROLES, 'guest'];
export const STATUSES = ['active', 'disabled'] as const;
export const CREDENTIALS = ['password', 'session', 'access-key'] as const;
export const ALL_KINDS: readonly string[] = [...KINDS, OTHER_KIND];
export const ALL_TARGET_IDS: readonly string[] = [...TARGET_IDS, THIRD];

export interface Person {
  readonly id: string;
  readonly role: string;
  readonly status: (typeof STATUSES)[number];
  readonly credential: (typeof CREDENTIALS)[number];
  readonly confirmed: boolean;
  readonly level?: unknown;
}

export function userOf({ level: given, ...person }: Person): Actor {
  const user = actors.user(person);
  return given === undefined ? user : withAttributes(user, { level: given as number });
}

export function systemOf(given: unknown): Actor {
  const job = actors.system('job');
  return given === undefined ? job : withAttributes(job, { level: given as number });
}

export const person: fc.Arbitrary<Person> = fc.record({
  id: fc.constantFrom(...USER_IDS),
  role: fc.constantFrom(...ALL_ROLES),
  status: fc.constantFrom(...STATUSES),
  credential: fc.constantFrom(...CREDENTIALS),
  confirmed: fc.boolean(),
  level,
});

export type Who =
  | { readonly type: 'user'; readonly person: Person }
  | { readonly type: 'system'; readonly level: unknown }
  | { readonly type: 'anonymous' };

export const who: fc.Arbitrary<Who> = fc.oneof(
  { weight: 6, arbitrary: person.map((one) => ({ type: 'user', person: one }) as const) },
  { weight: 1, arbitrary: level.map((given) => ({ type: 'system', level: given }) as const) },
  { weight: 1, arbitrary: fc.constant({ type: 'anonymous' } as const) },
);

export function actorOf(one: Who): Actor {
  if (one.type === 'user') return userOf(one.person);
  return one.type === 'system' ? systemOf(one.level) : actors.anonymous;
}

const nothing: fc.Arbitrary<null> = fc.constant(null);

/** Makes an action with a target, as the library or a host builds it. */
export const request: fc.Arbitrary<{ readonly action: string; readonly target: Target }> = fc
  .constantFrom(...ACTIONS)
  .chain((action) =>
    fc.tuple(targetOf(action), fc.constantFrom(...ALL_MEMBER_ROLES)).map(([target, memberRoles]) => ({
      action,
      target: target.ownerId === null || OF_USERS.test(action) ? target : { ...target, memberRoles },
    })),
  );

function targetOf(action: string): fc.Arbitrary<Target> {
  const owner = fc.constantFrom(...USER_IDS, GROUP);
  if (action === 'user:list') return fc.constant({ ownerId: null, kind: null });
  if (USER_ACTIONS.includes(action)) return owner.map((ownerId) => ({ ownerId, kind: null, id: ownerId }));
  const id = fc.constantFrom(...ALL_TARGET_IDS);
  if (action === 'audit-event:read') {
    return fc.record({ ownerId: fc.oneof(owner, nothing), kind: nothing, id: fc.oneof(id, nothing) });
  }
  const kind = fc.constantFrom(...ALL_KINDS);
  if (action === 'resource:create') return fc.record({ ownerId: owner, kind });
  if (action.startsWith('resource:')) return fc.record({ ownerId: owner, kind, id });
  return fc
    .record({
      ownerId: fc.oneof(owner, nothing),
      kind: fc.oneof(kind, nothing),
      id: fc.oneof(id, nothing),
      given: level,
    })
    .map(({ given, ...target }) =>
      given === undefined ? target : { ...target, attributes: { level: given } },
    );
}

export function isUserAction(action: string): boolean {
  return USER_ACTIONS.includes(action);
}
