import assert from 'node:assert/strict';
import type { AccessKey } from '../access-keys/access-key.js';
import type { AuditDraft } from '../audit/audit-event.js';
import { AUTHORITY_CHANGED, type Authority } from '../commands/authority.js';
import type { UserId } from '../ids.js';
import type { Session } from '../sessions/session.js';
import type { Stores } from '../storage.js';
import { ACCEPTED } from './audit-of-commands.js';
import type { CaseDefinition } from './case-definition.js';
import {
  ALL_EVENTS,
  ALL_GROUPS,
  ALL_RESOURCES,
  ALL_USERS,
  draft,
  newResource,
  newSession,
  newUser,
  T1,
  type World,
} from './world.js';

/** A user with an authority that the test will take away. */
interface Actor {
  readonly id: UserId;
  readonly session: Session;
  readonly accessKey: AccessKey;
  /** The authority at the time when the actor was made. */
  readonly authority: Authority;
}

type Command = (stores: Stores, audit: AuditDraft) => Promise<unknown>;

const { 'sessions.add': _login, ...BY_SOMEBODY } = ACCEPTED;

/** Every command that needs an authority, in a world where it is accepted. */
const COMMANDS: Readonly<Record<string, (world: World, actor: Actor) => Promise<Command>>> = {
  ...BY_SOMEBODY,
  'users.addFirstAdmin': async () => (stores, audit) => stores.users.addFirstAdmin(newUser(), audit),
  'users.add, with an address that another user loses': async (world) => {
    const email = 'lost@example.com';
    const { id: userId } = await world.addUser();
    const change = { email: { email, emailKey: email, isUnproven: true }, at: T1 };
    await world.storage.users.change(userId, change, draft('user:update'));
    const displacing = { userId, audit: draft('user:set-email') };
    return (stores, audit) => stores.users.add({ ...newUser({ email }), displacing }, audit);
  },
  'quotas.repair': async (world) => {
    const { id: ownerId } = await world.addUser();
    return (stores, audit) => stores.quotas.repair({ ownerId, meter: 'resources' }, audit);
  },
  'resources.create, by its owner': async (world, { id }) => {
    // An owner who has used the meter before may take another code path.
    await world.addResource(id);
    return (stores, audit) => stores.resources.create(newResource(id), audit);
  },
  'resources.create, by its owner, under a key': async (_world, { id }) => {
    const command = newResource(id, { key: 'by its owner' });
    return (stores, audit) => stores.resources.create(command, audit);
  },
  'resources.delete, by its owner': async (world, { id: ownerId }) => {
    const { id } = await world.addResource(ownerId);
    return (stores, audit) => stores.resources.delete(id, ownerId, audit);
  },
  'sessions.end, of the actor': async (world, { id: userId }) => {
    const { id } = await world.addSession(userId);
    return (stores, audit) => stores.sessions.end(id, userId, audit);
  },
};

type Taking = (stores: Stores, actor: Actor) => Promise<{ readonly type: string }>;

/** Every way in which authority is taken away. */
const TAKINGS: Readonly<Record<string, Taking>> = {
  demoting: (stores, { id }) => stores.users.change(id, { role: 'user', at: T1 }, draft('user:update')),
  disabling: (stores, { id }) =>
    stores.users.change(id, { status: 'disabled', at: T1 }, draft('user:update')),
  deleting: (stores, { id }) => stores.users.delete(id, { resources: 'delete' }, draft('user:delete')),
  'changing the password': (stores, { id }) => {
    const change = {
      passwordHash: 'hash-2',
      at: T1,
      expectedVersion: null,
      keepSessionId: null,
      accessKeys: 'keep',
    } as const;
    return stores.users.setPassword(id, change, draft('user:set-password'));
  },
  'ending the session': (stores, { id, session }) =>
    stores.sessions.end(session.id, id, draft('session:revoke')),
  'a login beyond the bound': (stores, { id }) => {
    const session = newSession(id);
    const add = { session, tokenHash: session.id, passwordVersion: 1, countMax: 1 };
    return stores.sessions.add(add, draft('session:create'));
  },
  'ending all sessions': (stores, { id }) => stores.sessions.endAll(id, draft('session:revoke')),
  'revoking the key': (stores, { id, accessKey }) =>
    stores.accessKeys.delete(accessKey.id, id, draft('access-key:revoke')),
};

/** Checks that no command commits after its actor has lost the authority for it. */
export const authorityCases: readonly CaseDefinition[] = [
  ...Object.entries(TAKINGS).map(([name, take]): CaseDefinition => ({
    guarantee: 'A3',
    title: `storage: after ${name}, no command that was decided before commits or leaves a trace`,
    async run(world) {
      const decided: { readonly command: string; readonly actor: Actor; readonly run: Command }[] = [];
      for (const [command, prepare] of Object.entries(COMMANDS)) {
        const actor = await addActor(world);
        const run = await prepare(world, actor);
        await take(world.storage, actor);
        decided.push({ command, actor, run });
      }
      const before = await everything(world);
      for (const { command, actor, run } of decided)
        assert.deepEqual(await run(world.storage, draftOf(actor)), AUTHORITY_CHANGED, command);
      assert.deepEqual(await everything(world), before);
    },
  })),
  {
    guarantee: 'A3',
    title: 'storage: a command of an actor whose authority is unchanged is carried out completely',
    async run(world) {
      for (const [command, prepare] of Object.entries(COMMANDS)) {
        const actor = await addActor(world);
        const run = await prepare(world, actor);
        const outcome = (await run(world.storage, draftOf(actor))) as { readonly type: string };
        assert.notEqual(outcome.type, 'authority-changed', command);
      }
    },
  },
  {
    guarantee: 'A3',
    title: 'storage: every command waits for a demotion in progress, and stops once that commits',
    async run(world) {
      for (const [command, prepare] of Object.entries(COMMANDS)) {
        const actor = await addActor(world);
        const run = await prepare(world, actor);
        const [, outcome] = await world.overlap(
          (stores) => TAKINGS.demoting?.(stores, actor) ?? assert.fail(),
          () => run(world.storage, draftOf(actor)),
        );
        assert.deepEqual(outcome, AUTHORITY_CHANGED, command);
      }
    },
  },
  {
    guarantee: 'A3',
    title: 'storage: every demotion waits for the user’s commands in flight',
    async run(world) {
      for (const [command, prepare] of Object.entries(COMMANDS)) {
        // The first administrator cannot be added within a host's transaction.
        if (command === 'users.addFirstAdmin') continue;
        const actor = await addActor(world);
        const run = await prepare(world, actor);
        const demote = () => TAKINGS.demoting?.(world.storage, actor) ?? assert.fail();
        assert.ok(await world.waits((stores) => run(stores, draftOf(actor)), demote), command);
      }
    },
  },
  {
    guarantee: 'A3',
    title:
      'resources.create: a create waits for any change of its owner’s authority, and such a change for the create',
    async run(world) {
      for (const [name, take] of Object.entries(TAKINGS)) {
        const loser = await addActor(world);
        await world.addResource(loser.id);
        const create = (actor: Actor) => (stores: Stores) =>
          stores.resources.create(newResource(actor.id), draftOf(actor));
        const [, outcome] = await world.overlap(
          (stores) => take(stores, loser),
          () => create(loser)(world.storage),
        );
        assert.deepEqual(outcome, AUTHORITY_CHANGED, name);
        const keeper = await addActor(world);
        assert.ok(await world.waits(create(keeper), () => take(world.storage, keeper)), name);
      }
      await world.assertUsageIsTrue();
    },
  },
  {
    guarantee: 'A3',
    title: 'resources.create: concurrent creates: only those whose authority has changed stop',
    async run(world) {
      const actors = [await addActor(world), await addActor(world), await addActor(world)];
      for (const { id } of actors) await world.addResource(id);
      const [demoted] = actors;
      await TAKINGS.demoting?.(world.storage, demoted ?? assert.fail());
      const outcomes = await Promise.all(
        [...actors, ...actors].map((actor) =>
          world.storage.resources.create(newResource(actor.id), draftOf(actor)),
        ),
      );
      const types = outcomes.map(({ type }) => type);
      const once = ['authority-changed', 'created', 'created'];
      assert.deepEqual(types, [...once, ...once]);
      await world.assertUsageIsTrue();
    },
  },
  {
    guarantee: 'A3',
    title: 'resources.create: concurrent creates: the one whose owner is being demoted is not carried out',
    async run(world) {
      const [loser, keeper] = [await addActor(world), await addActor(world)];
      for (const { id } of [loser, keeper]) await world.addResource(id);
      const create = (actor: Actor) => world.storage.resources.create(newResource(actor.id), draftOf(actor));
      const [, outcomes] = await world.overlap(
        (stores) => TAKINGS.demoting?.(stores, loser) ?? assert.fail(),
        () => Promise.all([create(keeper), create(loser), create(keeper)]),
      );
      const types = outcomes.map(({ type }) => type);
      assert.deepEqual(types, ['created', 'authority-changed', 'created']);
      await world.assertUsageIsTrue();
    },
  },
  {
    guarantee: 'A3',
    title: 'users.findWithPassword: only the changes that the port names take authority away from a user',
    async run(world) {
      const { id, authority } = await addActor(world);
      const { users, sessions, accessKeys } = world.storage;
      const email = { email: 'new@example.com', emailKey: 'new@example.com' };
      await users.change(id, { email, at: T1 }, draft('user:update'));
      await users.rehash(id, 1, 'hash-1 of a higher cost');
      const session = await world.addSession(id);
      await sessions.touch(session.id, { lastUsedAt: T1, idleExpiresAt: T1 });
      const { id: keyId } = await world.addAccessKey(id);
      await accessKeys.touch(keyId, { lastUsedAt: T1, unusedSince: T1 });
      assert.equal((await users.findWithPassword({ id }))?.authorityVersion, authority.version);
      assert.equal((await sessions.find(session.id))?.authorityVersion, authority.version);
      assert.equal((await accessKeys.find(keyId))?.authorityVersion, authority.version);
    },
  },
  {
    guarantee: 'I6',
    title: 'storage.within: a host can continue its transaction after a command whose authority has changed',
    async run(world) {
      const actor = await addActor(world);
      await TAKINGS.demoting?.(world.storage, actor);
      const { id } = await world.addUser();
      await world.hostTransaction(async (transaction) => {
        const stores = world.storage.within(transaction);
        const outcome = await stores.resources.create(newResource(actor.id), draftOf(actor));
        assert.deepEqual(outcome, AUTHORITY_CHANGED);
        assert.equal((await world.create(newResource(id), stores)).type, 'created');
      });
      assert.equal((await world.resourcesOf(id)).length, 1);
    },
  },
];

async function addActor(world: World): Promise<Actor> {
  const { id } = await world.addUser({ role: 'support' });
  const session = await world.addSession(id);
  const accessKey = await world.addAccessKey(id);
  const found = await world.storage.users.findWithPassword({ id });
  const authority = { userId: id, version: found?.authorityVersion ?? 0 };
  return { id, session, accessKey, authority };
}

function draftOf({ authority }: Actor): AuditDraft {
  return draft('test:command', undefined, authority);
}

/** Returns everything that a command could have changed. */
export function everything({ storage }: World): Promise<unknown[]> {
  return Promise.all([
    storage.users.list(ALL_USERS),
    storage.groups.list(ALL_GROUPS),
    storage.resources.list(ALL_RESOURCES),
    storage.quotas.listDefaultLimits(),
    storage.auditEvents.list(ALL_EVENTS),
  ]);
}
