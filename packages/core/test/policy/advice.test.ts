import type { Actor } from '@bailiwick/core';
import {
  actorCredential,
  actorStatus,
  actorType,
  all,
  allow,
  confirmed,
  definePolicy,
  equals,
  forbid,
  not,
  ofActor,
  platformPolicy,
  role,
  type Condition,
  type Rule,
  type Target,
} from '@bailiwick/core/policy';
import { actors, targets } from '@bailiwick/core/testing';
import test from 'ava';
import fc from 'fast-check';
import { ALL_MEMBER_ROLES, GROUP } from '@bailiwick/test-policies';
import { naivelyAllows } from './naive-policy.js';
import {
  actorOf,
  ALL_KINDS,
  ALL_ROLES,
  ALL_TARGET_IDS,
  HOST_ACTIONS,
  isUserAction,
  request,
  rules,
  systemOf,
  USER_IDS,
  userOf,
  who,
  type Who,
} from './random-requests.js';
import { runs } from './runs.js';
import { LEVELS, OF_USERS } from './small-worlds.js';

type Case = readonly [Actor, Target];

/** Returns the cases that each single change leads to, by the reason that suggests the change. */
function changes(one: Who, action: string, target: Target): Readonly<Record<string, readonly Case[]>> {
  const actor = actorOf(one);
  const isHosts = HOST_ACTIONS.includes(action);
  const on = (targets: readonly Target[]): readonly Case[] => targets.map((other) => [actor, other]);
  // The actor has no role in another owner.
  const { memberRoles: _, ...apart } = target;
  const ownedBy = (ownerId: string | null): Target =>
    isUserAction(action) && ownerId !== null ? { ...apart, ownerId, id: ownerId } : { ...apart, ownerId };
  // Another user can have any, in a group.
  const withRoles =
    target.ownerId === null || OF_USERS.test(action)
      ? [target]
      : ALL_MEMBER_ROLES.map((memberRoles) => ({ ...target, memberRoles }));
  const asAny = (others: readonly Actor[]): readonly Case[] =>
    others.flatMap((other) => withRoles.map((with_): Case => [other, with_]));
  const anybody = [...USER_IDS, GROUP, 'zoe', ...(isUserAction(action) ? ALL_TARGET_IDS : [])];
  const mayBeNobodys = isHosts || action === 'audit-event:read';
  const owners = action === 'user:list' ? [] : mayBeNobodys ? [...anybody, null] : anybody;
  const kinds = isHosts ? [...ALL_KINDS, null] : action.startsWith('resource:') ? ALL_KINDS : [];
  const hasId =
    isHosts ||
    action === 'audit-event:read' ||
    (action.startsWith('resource:') && action !== 'resource:create');
  const ids = hasId ? (action.startsWith('resource:') ? ALL_TARGET_IDS : [...ALL_TARGET_IDS, null]) : [];
  const ofTarget: Record<string, readonly Case[]> = {
    'other-kind': on(kinds.map((kind) => ({ ...target, kind }))),
    'other-target': on(ids.map((id) => ({ ...target, id }))),
    'other-owner': on(owners.map(ownedBy)),
  };
  const targetLevels = isHosts ? on(LEVELS.map((level) => withLevel(target, level))) : [];
  if (one.type === 'anonymous')
    return {
      ...ofTarget,
      anonymous: asAny(users()),
      'other-attributes': targetLevels,
    };
  if (one.type === 'system') {
    const actorLevels = LEVELS.map((level): Case => [systemOf(level), target]);
    return {
      ...ofTarget,
      'other-attributes': [...targetLevels, ...actorLevels],
      'not-a-user': asAny(users()),
    };
  }
  const { person } = one;
  const as = (people: readonly object[]): readonly Case[] =>
    people.map((other) => [userOf({ ...person, ...other }), target]);
  return {
    ...ofTarget,
    'not-owner': action === 'user:list' || target.ownerId === person.id ? [] : on([ownedBy(person.id)]),
    'not-member': target.ownerId === null || target.ownerId === person.id ? [] : on(withRoles),
    'other-attributes': [...targetLevels, ...as(LEVELS.map((level) => ({ level })))],
    ...(person.confirmed || person.credential === 'access-key'
      ? {}
      : { 'confirmation-required': as([{ confirmed: true }]) }),
    'other-credential': as(PROOFS),
    ...(person.status === 'active' ? {} : { disabled: as([{ status: 'active' }]) }),
    'other-role': as(ALL_ROLES.map((role) => ({ role }))),
    'other-actor': asAny([...USER_IDS, GROUP, 'zoe'].map((id) => userOf({ ...person, id }))),
  };
}

function withLevel(
  { attributes: _, ...target }: Target,
  level: string | number | boolean | undefined,
): Target {
  return level === undefined ? target : { ...target, attributes: { level } };
}

/** The credentials of users: a password counts as confirmed, and an access key never does. No disabled user has any. */
const PROOFS = [
  { credential: 'password', confirmed: true },
  { credential: 'session', confirmed: true },
  { credential: 'session', confirmed: false },
  { credential: 'access-key', confirmed: false },
] as const;

let everybody: readonly Actor[] = [];
function users(): readonly Actor[] {
  if (everybody.length > 0) return everybody;
  everybody = [...USER_IDS, GROUP, 'zoe'].flatMap((id) =>
    ALL_ROLES.flatMap((role) =>
      PROOFS.flatMap((proof) =>
        LEVELS.map((level) => userOf({ id, role, status: 'active', level, ...proof })),
      ),
    ),
  );
  return everybody;
}

/** Returns the cases of the change that the reason names, including reasons that contain roles. */
function advised(reason: string, one: Who, action: string, target: Target): readonly Case[] | null {
  const found = changes(one, action, target)[reason];
  if (found !== undefined || one.type !== 'user') return found ?? null;
  const roles = reason.replace(/^not-/, '').split('-or-');
  if (!roles.every((role) => ALL_ROLES.includes(role))) return null;
  return roles.map((role) => [userOf({ ...one.person, role }), target]);
}

interface Tally {
  refusals: number;
  roles: number;
  openable: number;
  right: number;
}

function judge(given: readonly Rule[], one: Who, action: string, target: Target, tally: Tally): void {
  const decision = definePolicy(...given).decide(actorOf(one), action, target);
  // The reason of a `forbid` is the choice of its author.
  if (decision.allowed || decision.rule !== null) return;
  tally.refusals += 1;
  const opens = ([actor, other]: Case) => naivelyAllows(given, actor, action, other);
  for (const role of decision.memberRoles?.needed ?? []) {
    tally.roles += 1;
    if (!opens([actorOf(one), { ...target, memberRoles: [role] }]))
      throw new Error(`The role ${role} is not enough: ${JSON.stringify({ given, one, action, target })}`);
  }
  const ways = Object.entries(changes(one, action, target)).filter(([, cases]) => cases.some(opens));
  const cases = advised(decision.reason, one, action, target);
  if (ways.length > 0) {
    tally.openable += 1;
    const isNamed = decision.reason.startsWith('not-') && !(decision.reason in changes(one, action, target));
    const isRight = cases !== null && cases.length > 0 && (isNamed ? cases.every(opens) : cases.some(opens));
    if (isRight) tally.right += 1;
    else {
      const open = ways.map(([name]) => name).join();
      throw new Error(
        `${decision.reason} does not open it, but ${open}: ${JSON.stringify({ given, one, action, target })}`,
      );
    }
    return;
  }
  // If no single change is enough, the reason says where there is a way at all, and must be true.
  const elsewhere = new Set([
    'other-attributes',
    'other-target',
    'other-actor',
    'not-a-user',
    'not-a-system-actor',
    'no-rule',
  ]);
  if (!elsewhere.has(decision.reason)) {
    throw new Error(
      `${decision.reason} promises too much: ${JSON.stringify({ given, one, action, target })}`,
    );
  }
}

test('Policy: whenever one change would allow the action, the reason names such a change', (t) => {
  const tally = { refusals: 0, roles: 0, openable: 0, right: 0 };
  const property = fc.property(rules, who, request, (given, one, { action, target }) => {
    judge(given, one, action, target, tally);
  });
  t.notThrows(() => fc.assert(property, { numRuns: runs(10_000, 100_000) }));
  t.log(
    `${tally.refusals} refusals, of which one change opens ${tally.openable}; the reason names one for ${tally.right}`,
  );
  t.true(tally.openable > 300 && tally.roles > 10);
  t.is(tally.right, tally.openable);
});

test('Policy: a reason that names no change is true', (t) => {
  const property = fc.property(rules, who, request, (given, one, { action, target }) => {
    const { allowed, rule, reason } = definePolicy(...given).decide(actorOf(one), action, target);
    if (allowed || rule !== null || reason !== 'no-rule') return;
    // No actor at all may do this, to targets like this one or to any other of its kind.
    const targets = Object.values(changes(one, action, target)).flatMap((cases) =>
      cases.map(([, other]) => other),
    );
    for (const actor of [...users().filter((_, index) => index % 7 === 0), actors.anonymous, systemOf(1)]) {
      for (const other of new Set(targets.slice(0, 40))) {
        if (naivelyAllows(given, actor, action, other)) {
          throw new Error(`somebody may: ${JSON.stringify({ given, actor, action, other })}`);
        }
      }
    }
  });
  t.notThrows(() => fc.assert(property, { numRuns: runs(500, 5000) }));
});

test('Policy: a reason never advises the impossible', (t) => {
  const on = (when: Condition, actor: Actor, target: Target = targets.resource('bob')) =>
    definePolicy(allow('x', { actions: ['resource:update'], when })).decide(actor, 'resource:update', target)
      .reason;
  const unconfirmed = { confirmed: false } as const;
  t.is(on(confirmed, actors.user({ credential: 'session', ...unconfirmed })), 'confirmation-required');
  t.is(on(confirmed, actors.user({ credential: 'access-key' })), 'other-credential');
  t.is(
    on(all(confirmed, actorCredential('access-key')), actors.user({ credential: 'access-key' })),
    'no-rule',
  );
  t.is(on(all(not(confirmed), actorCredential('password')), actors.user()), 'no-rule');
  t.is(on(actorStatus('disabled'), actors.user()), 'no-rule', 'who is disabled is no actor');
  t.is(on(actorStatus('disabled'), actors.anonymous), 'no-rule');
  t.is(on(actorStatus('disabled'), actors.system('job')), 'no-rule');
});

test('Policy: actors that are asked to confirm can do so, and may then act', (t) => {
  const policy = definePolicy(
    allow('editors', { role: 'editor', actions: ['note:burn'] }),
    forbid('burning is confirmed', {
      actions: ['note:burn'],
      when: all(actorType('user'), not(confirmed)),
      reason: 'confirmation-required',
    }),
  );
  const burn = (user: Parameters<typeof actors.user>[0]) =>
    policy.decide(actors.user(user), 'note:burn', targets.platform);
  const session = { credential: 'session', confirmed: false } as const;
  t.is(burn({ role: 'editor', ...session }).reason, 'confirmation-required');
  t.is(burn({ ...session }).reason, 'not-editor', 'to confirm would not help');
  t.like(burn({ role: 'editor', credential: 'access-key' }), {
    reason: 'access-key',
    rule: 'burning is confirmed',
  });
  t.is(burn({ credential: 'access-key' }).reason, 'not-editor');
  const always = definePolicy(
    allow('all', { actions: ['note:burn'] }),
    forbid('never', { actions: ['note:burn'], reason: 'confirmation-required' }),
  );
  for (const actor of [actors.user(), actors.user(session), actors.system('job'), actors.anonymous])
    t.like(always.decide(actor, 'note:burn', targets.platform), { reason: 'forbidden', rule: 'never' });
  const root = actors.admin({ id: 'root', credential: 'access-key' });
  t.is(platformPolicy.decide(root, 'user:delete', targets.user('bob')).reason, 'access-key');
});

test('Policy: if it is too complex to find what would help, the reason promises nothing', (t) => {
  const differ = Array.from({ length: 200 }, (_, index) =>
    forbid(`differ ${index}`, {
      actions: ['a:b'],
      when: all(role('r'), equals(ofActor(`a${index % 40}`), ofActor(`b${index % 39}`))),
    }),
  );
  const policy = definePolicy(allow('x', { role: 'r', actions: ['a:b'] }), ...differ);
  const { reason, rule } = policy.decide(actors.user(), 'a:b', targets.platform);
  t.deepEqual([reason, rule], ['forbidden', null]);
});
