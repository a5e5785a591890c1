import {
  allow,
  belongingTo,
  createBailiwick,
  definePolicy,
  forbid,
  platformPolicy,
  type AskedTarget,
} from '@bailiwick/core';
import { memoryStorage } from '@bailiwick/core/memory';
import {
  all,
  any,
  includes,
  kind,
  member,
  not,
  owner,
  ownerId,
  targetId,
  type Condition,
  type Target,
} from '@bailiwick/core/policy';
import { actors, checkPolicy, fastHasher } from '@bailiwick/core/testing';
import * as root from '@bailiwick/core';
import * as policyModule from '@bailiwick/core/policy';
import test from 'ava';
import fc from 'fast-check';
import { codeOf, idOf, startLibrary } from '../support/start-library.js';
import { naivelyAllows } from './naive-policy.js';

const GROUP = '01900000-0000-7000-8000-0000000000a1';
const BOB = '01900000-0000-7000-8000-0000000000a3';
const ann = actors.user({ id: '01900000-0000-7000-8000-0000000000a2' });
const own: Target = { ownerId: ann.id, kind: 'resource' };
const inGroup = (...memberRoles: string[]): Target => ({ ownerId: GROUP, kind: 'resource', memberRoles });

test('member: it asks for one of the roles in the owner of the target, and never holds on what is one’s own', (t) => {
  const policy = definePolicy(
    allow('members', { actions: ['resource:read'], when: member('owner', 'member') }),
  );
  const decide = (target: Target) => policy.decide(ann, 'resource:read', target);
  t.true(decide(inGroup('member')).allowed);
  t.true(decide(inGroup('viewer', 'owner')).allowed);
  for (const target of [inGroup('viewer'), inGroup(), { ownerId: GROUP, kind: 'resource' }, own])
    t.false(decide(target).allowed);
  t.false(decide({ ...own, memberRoles: ['owner'] }).allowed);
  t.false(policy.decide(actors.anonymous, 'resource:read', inGroup('owner')).allowed);
  t.false(policy.decide(actors.system('job'), 'resource:read', inGroup('owner')).allowed);
});

test('member: rules about users, sessions and access keys cannot ask for it, since nobody is a member of a user', (t) => {
  for (const action of ['user:read', 'session:revoke', 'access-key:read', 'decision:read'] as const) {
    const define = (when: Condition) => definePolicy(allow('x', { actions: [action], when }));
    t.throws(() => define(member('owner')), {
      message: /can never match.* no target of (user|session|acc|dec)/,
    });
    t.throws(() => define(any(owner, member('owner'))), {
      message: /part that can never match where it stands: member\("owner"\)/,
    });
    t.notThrows(() => define(not(member('owner'))));
    t.throws(() => definePolicy(allow('x', { actions: [action, 'quota:read'], when: member('owner') })), {
      message: `The policy rule "x" can never match for the action ${action}: no target of that action fulfils the condition. Leave the action out.`,
    });
    // One rule may be about both sorts of owners, and a rule about all actions is about groups too.
    t.notThrows(() =>
      definePolicy(allow('x', { actions: [action, 'quota:read'], when: any(owner, member('owner')) })),
    );
    const every = definePolicy(allow('x', { actions: 'any', when: member('owner') }));
    t.is(every.decide(ann, action, belongingTo(BOB)).reason, 'no-rule');
  }
  for (const action of [
    'group:read',
    'member:leave',
    'quota:set',
    'audit-event:read',
    'resource:create',
  ] as const)
    t.notThrows(() => definePolicy(allow('x', { actions: [action], when: member('owner') })), action);
});

test('@bailiwick/core: every condition of the policy is exported from the root, too', (t) => {
  for (const name of Object.keys(policyModule)) t.true(name in root, name);
});

test('member: a refusal says that another role in the group would help', (t) => {
  const reasonOf = (action: string, target: Target) => platformPolicy.decide(ann, action, target).reason;
  t.is(reasonOf('resource:delete', inGroup('viewer')), 'not-member');
  t.is(reasonOf('group:update', { ...belongingTo(GROUP), memberRoles: ['member'] }), 'not-member');
  t.is(reasonOf('member:read', belongingTo(GROUP)), 'not-member');
  // To somebody who is no member, nothing says that the owner is a group.
  t.is(reasonOf('resource:delete', inGroup()), 'not-owner');
});

test('member: a refusal names the roles that the actor has, and those that are needed', (t) => {
  const policy = definePolicy(
    platformPolicy,
    allow('auditors export', {
      actions: ['group:export'],
      when: any(member('zebra', 'auditor', 'owner'), all(member('viewer'), member('clerk'))),
    }),
    forbid('no owners', { actions: ['group:close'], when: member('owner') }),
    allow('closing', { actions: ['group:close'], when: member('member', 'owner') }),
  );
  const rolesOf = (action: string, target: Target) => {
    const decision = policy.decide(ann, action, target);
    return decision.allowed ? null : [decision.reason, decision.memberRoles];
  };
  const lacking = (held: string[], needed: string[]) => ['not-member', { held, needed }];
  t.deepEqual(rolesOf('resource:delete', inGroup('viewer')), lacking(['viewer'], ['owner', 'member']));
  t.deepEqual(rolesOf('group:update', inGroup('viewer', 'member')), lacking(['member', 'viewer'], ['owner']));
  t.deepEqual(rolesOf('member:read', inGroup()), lacking([], ['owner', 'member', 'viewer']));
  t.deepEqual(rolesOf('group:export', inGroup('viewer')), lacking(['viewer'], ['owner', 'auditor', 'zebra']));
  t.deepEqual(rolesOf('group:close', inGroup('viewer')), lacking(['viewer'], ['member']));
  // Somebody who is no member gets the same answer as for what belongs to another user.
  t.deepEqual(rolesOf('resource:delete', inGroup()), rolesOf('resource:delete', { ...own, ownerId: BOB }));
  const twoAtOnce = definePolicy(
    allow('two', { actions: ['group:export'], when: all(member('viewer'), member('clerk')) }),
  );
  t.deepEqual(twoAtOnce.decide(ann, 'group:export', inGroup('viewer')), {
    allowed: false,
    reason: 'not-member',
    rule: null,
  });
});

test('member: whoever may see the roles gets them, and others do not', async (t) => {
  const { bailiwick: setUp, storage, clock, admin, ann, bob, join } = await startLibrary();
  const support = await join('sue', 'support');
  const acme = await setUp.groups.create(admin, { name: 'Acme' });
  const bailiwick = createBailiwick({
    storage,
    clock,
    passwordHasher: fastHasher,
    kinds: { note: {} },
    roles: ['support'],
    policy: definePolicy(
      platformPolicy,
      allow('support asks', { role: 'support', actions: ['decision:read', 'user:read', 'group:read'] }),
    ),
  });
  await setUp.members.set(admin, acme.id, idOf(ann), { role: 'viewer' });
  const rename = (actor: typeof ann) => bailiwick.groups.rename(actor, acme.id, { name: 'New' });
  await t.throwsAsync(rename(ann), { message: /not-member \(role viewer; owner is needed\)/ });
  const refused = await t.throwsAsync(rename(bob), { code: 'not-found' });
  t.notRegex(refused.message, /owner|role/);
  const question = { action: 'group:update', target: { type: 'group', id: acme.id } } as const;
  const memberRoles = { held: ['viewer'], needed: ['owner'] };
  const answer = { allowed: false, reason: 'not-member', rule: null, behind: null };
  t.deepEqual(await bailiwick.decisions.explain(ann, question), { ...answer, memberRoles });
  t.deepEqual(await bailiwick.decisions.explain(bob, question), { ...answer, reason: 'not-found' });
  const about = { ...question, actor: { userId: idOf(ann) } };
  t.deepEqual(await bailiwick.decisions.explain(admin, about), { ...answer, memberRoles });
  t.deepEqual(await bailiwick.decisions.explain(support, about), answer);
  const aboutBob = { ...question, actor: { userId: idOf(bob) } };
  const behind = { allowed: false, reason: 'not-member', rule: null };
  t.deepEqual(await bailiwick.decisions.explain(admin, aboutBob), {
    ...answer,
    reason: 'not-found',
    behind: { ...behind, memberRoles: { held: [], needed: ['owner'] } },
  });
  t.deepEqual(await bailiwick.decisions.explain(support, aboutBob), {
    ...answer,
    reason: 'not-found',
    behind,
  });
});

test('member: a rule that can never match is refused when it is defined', (t) => {
  const define = (when: Condition, action: 'resource:read' | 'user:create' = 'resource:read') =>
    definePolicy(allow('rule', { actions: [action], when }));
  const never = [
    all(owner, member('owner')),
    all(member('owner'), not(member('owner', 'viewer'))),
    all(member('owner'), not(member('owner'))),
    member(),
  ];
  for (const when of never) t.throws(() => define(when), { message: /never match/ }, JSON.stringify(when));
  t.throws(() => define(member('owner'), 'user:create'), { message: /never match/ });
  const possible = [
    any(owner, member('owner')),
    all(member('owner'), member('viewer')),
    all(member('owner', 'viewer'), not(member('owner'))),
    all(not(owner), member('owner'), kind('resource')),
  ];
  for (const when of possible) t.notThrows(() => define(when), JSON.stringify(when));
});

test('member: the roles are those that the host declares', (t) => {
  const options = { storage: memoryStorage(), passwordHasher: fastHasher };
  const policy = definePolicy(allow('auditors', { actions: ['resource:read'], when: member('auditor') }));
  t.throws(() => createBailiwick({ ...options, policy }), { message: /role of members "auditor"/ });
  t.notThrows(() => createBailiwick({ ...options, policy, memberRoles: ['auditor'] }));
  const [rule] = policy.rules;
  t.deepEqual(JSON.parse(JSON.stringify(rule?.when)), { type: 'member', roles: ['auditor'] });
});

test('member: random rules decide as they read, and list what they allow', (t) => {
  const atoms = fc.constantFrom<Condition>(
    owner,
    member('owner'),
    member('owner', 'member'),
    member('viewer'),
    kind('resource'),
  );
  const { condition } = fc.letrec<{ condition: Condition }>((tie) => ({
    condition: fc.oneof(
      { maxDepth: 3 },
      atoms,
      tie('condition').map(not),
      fc.array(tie('condition'), { minLength: 1, maxLength: 3 }).map((parts) => all(...parts)),
      fc.array(tie('condition'), { minLength: 1, maxLength: 3 }).map((parts) => any(...parts)),
    ),
  }));
  const rule = fc.record({ isForbid: fc.boolean(), when: condition });
  const targets = [
    own,
    { ...own, memberRoles: ['owner'] },
    { ownerId: GROUP, kind: 'resource' },
    ...[[], ['owner'], ['member'], ['viewer'], ['owner', 'viewer'], ['other']].map((roles) =>
      inGroup(...roles),
    ),
    { ownerId: GROUP, kind: 'note', memberRoles: ['member'] },
  ];
  let compared = 0;
  const property = fc.property(fc.array(rule, { minLength: 1, maxLength: 4 }), (given) => {
    let policy;
    try {
      policy = definePolicy(
        ...given.map(({ isForbid, when }, index) =>
          (isForbid ? forbid : allow)(`rule ${index}`, { actions: ['resource:read'], when }),
        ),
      );
    } catch {
      // A part of a rule can never match.
      return;
    }
    const who = [ann, actors.system('job'), actors.anonymous];
    checkPolicy(policy, { actions: ['resource:read'], actors: who, targets });
    for (const actor of who) {
      const scope = policy.scope(actor, 'resource:read');
      for (const target of targets) {
        const { allowed } = policy.decide(actor, 'resource:read', target);
        t.is(allowed, naivelyAllows(policy.rules, actor, 'resource:read', target));
        t.is(includes(scope, target), allowed);
        compared += 1;
      }
    }
  });
  fc.assert(property, { numRuns: 500 });
  t.true(compared > 1000);
});

test('members: what each role may do in a group and below it, and nobody above', async (t) => {
  const { bailiwick, admin, ann, bob, join } = await startLibrary();
  const [eve, dan] = [await join('eve'), await join('dan')];
  const acme = await bailiwick.groups.create(admin, { name: 'Acme', memberId: idOf(ann) });
  const web = await bailiwick.groups.create(ann, { name: 'web', parentId: acme.id });
  await bailiwick.members.set(ann, web.id, idOf(bob), { role: 'member' });
  await bailiwick.members.set(ann, acme.id, idOf(eve), { role: 'viewer' });
  const create = (actor: typeof ann, ownerId: string) =>
    bailiwick.resources.create(actor, { kind: 'note', name: 'note', ownerId });
  const resource = await create(bob, web.id);
  t.is((await create(ann, web.id)).ownerId, web.id);
  t.is(await codeOf(create(eve, web.id)), 'forbidden');
  t.is(await codeOf(create(bob, acme.id)), 'not-found');
  t.is(await codeOf(create(dan, web.id)), 'not-found');
  for (const [actor, ids] of [
    [ann, [web.id, acme.id]],
    [eve, [web.id, acme.id]],
    [bob, [web.id]],
    [dan, []],
  ] as const) {
    const groups = (await bailiwick.groups.list(actor)).items.map(({ id }) => id as string);
    t.deepEqual(groups, [...ids]);
    const resources = (await bailiwick.resources.list(actor)).items;
    t.is(resources.length, actor === dan ? 0 : 2);
    t.deepEqual(await bailiwick.can(actor, 'resource:delete', [resource]), [actor === ann || actor === bob]);
  }
  t.is(await codeOf(bailiwick.members.set(bob, web.id, idOf(dan), { role: 'viewer' })), 'forbidden');
  t.is(await codeOf(bailiwick.members.list(dan, web.id)), 'not-found');
  t.is((await bailiwick.members.list(bob, web.id)).items.length, 2);
  // Owners limit the groups in theirs, and not their own.
  const limit = { meter: 'databases', limit: 3 } as const;
  t.is((await bailiwick.quotas.setLimit(ann, { ownerId: web.id, ...limit })).limit, 3);
  t.is(await codeOf(bailiwick.quotas.setLimit(ann, { ownerId: acme.id, ...limit })), 'forbidden');
  t.is(await codeOf(bailiwick.quotas.setLimit(dan, { ownerId: acme.id, ...limit })), 'not-found');
  await bailiwick.members.remove(bob, web.id, idOf(bob));
  t.is(await codeOf(create(bob, web.id)), 'not-found');
  t.deepEqual((await bailiwick.resources.list(bob)).items, []);
});

test('can, decide, authorize: an id in upper case is the same id', async (t) => {
  const { bailiwick: setUp, storage, clock, admin, ann, bob } = await startLibrary();
  const acme = await setUp.groups.create(admin, { name: 'Acme', memberId: idOf(ann) });
  const closed = await setUp.groups.create(admin, { name: 'Closed', memberId: idOf(ann) });
  const bailiwick = createBailiwick({
    storage,
    clock,
    passwordHasher: fastHasher,
    kinds: { note: {} },
    roles: ['support'],
    policy: definePolicy(
      platformPolicy,
      forbid('closed', { actions: ['resource:update'], when: ownerId(closed.id) }),
      forbid('one resource', { actions: ['resource:update'], when: targetId(GROUP) }),
    ),
  });
  const written = [acme.id, closed.id, idOf(ann), idOf(bob)];
  for (const spell of [(id: string) => id, (id: string) => id.toUpperCase()]) {
    const targets = written.map((id) => ({ ownerId: spell(id), kind: 'note' }) as const);
    t.deepEqual(await bailiwick.can(ann, 'resource:update', targets), [true, false, true, false]);
    const [inAcme, inClosed, own] = targets;
    if (inAcme === undefined || inClosed === undefined || own === undefined) return;
    await t.notThrowsAsync(bailiwick.authorize(ann, 'resource:update', inAcme));
    t.is(await codeOf(bailiwick.authorize(ann, 'resource:update', inClosed)), 'forbidden');
    t.true(bailiwick.decide(ann, 'resource:update', own).allowed);
    t.false(bailiwick.decide(ann, 'resource:update', { ...own, id: spell(GROUP) }).allowed);
  }
});

test('member: a forbid by role applies where the actor has it, and nowhere else', async (t) => {
  const { bailiwick: setUp, storage, clock, admin, ann, bob } = await startLibrary();
  const acme = await setUp.groups.create(admin, { name: 'Acme' });
  const web = await setUp.groups.create(admin, { name: 'web', parentId: acme.id });
  const other = await setUp.groups.create(admin, { name: 'other' });
  await setUp.members.set(admin, acme.id, idOf(ann), { role: 'viewer' });
  await setUp.members.set(admin, web.id, idOf(ann), { role: 'owner' });
  await setUp.members.set(admin, other.id, idOf(ann), { role: 'owner' });
  const bailiwick = createBailiwick({
    storage,
    clock,
    passwordHasher: fastHasher,
    kinds: { note: {} },
    roles: ['support'],
    policy: definePolicy(
      platformPolicy,
      allow('everybody reads', { actions: ['resource:read'] }),
      forbid('viewers look elsewhere', {
        actions: ['resource:read', 'resource:create'],
        when: member('viewer'),
      }),
    ),
  });
  const resources = [];
  for (const ownerId of [acme.id, web.id, other.id, idOf(ann), idOf(bob)])
    resources.push(await bailiwick.resources.create(admin, { ownerId, name: 'note' }));
  const targets = resources.map(({ ownerId }) => ({ ownerId, kind: 'note' }) as const);
  // The role in the group above applies below it, whatever the role there.
  const expected = [false, false, true, true, true];
  t.deepEqual(await bailiwick.can(ann, 'resource:read', targets), expected);
  t.deepEqual(await bailiwick.can(bob, 'resource:read', targets), [true, true, true, true, true]);
  for (const [index, { id, ownerId }] of resources.entries()) {
    t.is(await codeOf(bailiwick.resources.get(ann, id)), expected[index] === true ? 'no error' : 'not-found');
    const isListed = (await bailiwick.resources.list(ann, { ownerId })).items.length === 1;
    t.is(isListed, expected[index] === true);
  }
  t.is((await bailiwick.resources.list(ann)).items.length, 3);
  const create = (ownerId: string) => codeOf(bailiwick.resources.create(ann, { ownerId, name: 'new' }));
  t.is(await create(web.id), 'forbidden');
  t.is(await create(other.id), 'no error');
});

test('decisions: a question about another user uses the roles of that user', async (t) => {
  const { bailiwick, admin, ann } = await startLibrary();
  const acme = await bailiwick.groups.create(admin, { name: 'Acme' });
  const ask = async (action: string, target: AskedTarget) => {
    const question = { action, target, actor: { userId: idOf(ann) } };
    return bailiwick.decisions.explain(admin, question);
  };
  const group = { type: 'group', id: acme.id } as const;
  const created = { type: 'resource', ownerId: acme.id, kind: 'note' } as const;
  t.like((await ask('member:read', group)).behind ?? {}, { allowed: false, reason: 'not-member' });
  t.false((await ask('resource:create', created)).allowed);
  await bailiwick.members.set(admin, acme.id, idOf(ann), { role: 'viewer' });
  t.true((await ask('member:read', group)).allowed);
  t.like(await ask('member:set', group), { allowed: false, reason: 'not-member', behind: null });
  await bailiwick.members.set(admin, acme.id, idOf(ann), { role: 'member' });
  t.true((await ask('resource:create', created)).allowed);
  await bailiwick.quotas.setLimit(admin, { ownerId: acme.id, meter: 'databases', limit: 0 });
  t.like(await ask('resource:create', { ...created, kind: 'database' }), { reason: 'quota-exceeded' });
});
