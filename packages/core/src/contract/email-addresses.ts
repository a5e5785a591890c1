import assert from 'node:assert/strict';
import type { UserId } from '../ids.js';
import type { Stores } from '../storage.js';
import type { User } from '../users/user.js';
import type { Displacing, GivenEmail } from '../users/user-store.js';
import type { CaseDefinition } from './case-definition.js';
import { draft, newUser, race, T1, tally, type World } from './world.js';

const WANTED = 'wanted@example.com';

/** Sets the address of a user: the user does so, or an administrator. */
const unproven = (email: string): GivenEmail => ({ email, emailKey: email, isUnproven: true });
const proven = (email: string, displacing?: Displacing): GivenEmail => ({
  email,
  emailKey: email,
  ...(displacing === undefined ? {} : { displacing }),
});

const give = (stores: Stores, { id }: { readonly id: UserId }, email: GivenEmail) =>
  stores.users.change(id, { email, at: T1 }, draft('user:update'));

const mayLose = ({ id: userId }: User): Displacing => ({
  userId,
  audit: draft('user:set-email', { type: 'user', id: userId, ownerId: userId }),
});

/** An administrator adds a user with the wanted address. */
const claim = (stores: Stores, displacing: Displacing) =>
  stores.users.add({ ...newUser({ email: WANTED }), displacing }, draft('user:create'));

/** The user who took the address, in their state before that. */
async function addSquatter(world: World, email = WANTED): Promise<User> {
  const squatter = await world.addUser();
  assert.equal((await give(world.storage, squatter, unproven(email))).type, 'changed');
  return squatter;
}

async function holderOf({ storage }: World, emailKey: string): Promise<UserId | undefined> {
  return (await storage.users.findWithPassword({ emailKey }))?.user.id;
}

async function isFree(world: World, email: string): Promise<boolean> {
  const { type } = await world.storage.users.add(newUser({ email }), draft('user:create'));
  assert.ok(type === 'added' || type === 'email-taken', type);
  return type === 'added';
}

/** Checks which addresses are proven, which stay reserved, and which can be taken from another user. */
export const emailAddressCases: readonly CaseDefinition[] = [
  {
    guarantee: 'A5',
    title:
      'users.change: a user with an unproven address keeps the proven one, which nobody else can take or log in with',
    async run(world) {
      const ann = await world.addUser();
      await give(world.storage, ann, unproven('first@example.com'));
      assert.equal(await holderOf(world, 'first@example.com'), ann.id);
      assert.equal(await holderOf(world, ann.email), undefined);
      assert.equal(await isFree(world, ann.email), false);
      const bob = await world.addUser();
      const refusal = { type: 'email-taken' };
      assert.deepEqual(await give(world.storage, bob, proven(ann.email, 'ask')), refusal);
      // After two unproven addresses in a row, only the proven one from before both is reserved.
      await give(world.storage, ann, unproven('second@example.com'));
      assert.equal(await isFree(world, 'first@example.com'), true);
      assert.equal(await isFree(world, ann.email), false);
    },
  },
  {
    guarantee: 'A5',
    title: 'users.change: a user can return to the proven address, even in another spelling',
    async run(world) {
      const ann = await addSquatter(world);
      const email = ann.email.toUpperCase();
      const back = await give(world.storage, ann, { ...unproven(email), emailKey: ann.email });
      assert.equal(back.type === 'changed' && back.user.email, email);
      assert.equal(await isFree(world, WANTED), true);
      // The address is proven as before, so it cannot be taken.
      const claims = [mayLose(ann), 'ask'] as const;
      for (const displacing of claims) {
        const add = { ...newUser({ email: ann.email }), displacing };
        const outcome = await world.storage.users.add(add, draft('user:create'));
        assert.deepEqual(outcome, { type: 'email-taken' });
      }
    },
  },
  {
    guarantee: 'A5',
    title: 'users.change: an unproven address in another spelling is still unproven',
    async run(world) {
      const ann = await addSquatter(world);
      await give(world.storage, ann, { ...unproven(WANTED.toUpperCase()), emailKey: WANTED });
      assert.equal(await isFree(world, ann.email), false);
      assert.deepEqual(await claim(world.storage, mayLose(ann)), { type: 'added' });
      assert.equal((await world.storage.users.find(ann.id))?.email, ann.email);
    },
  },
  {
    guarantee: 'A5',
    title:
      'users.change: an address that an administrator sets is proven, and frees every other address of the user',
    async run(world) {
      const ann = await addSquatter(world);
      await give(world.storage, ann, proven(WANTED));
      assert.equal(await isFree(world, ann.email), true);
      assert.deepEqual(await claim(world.storage, mayLose(ann)), { type: 'email-taken' });
      const bob = await addSquatter(world, 'another@example.com');
      await give(world.storage, bob, proven('third@example.com'));
      assert.equal(await isFree(world, bob.email), true);
      assert.equal(await isFree(world, 'another@example.com'), true);
    },
  },
  {
    guarantee: 'A5',
    title: 'users.add, users.change: a user who loses an unproven address has the proven one again',
    async run(world) {
      const { users } = world.storage;
      const squatter = await addSquatter(world);
      const wanted = newUser({ email: WANTED });
      const added = await users.add({ ...wanted, displacing: mayLose(squatter) }, draft('user:create'));
      assert.deepEqual(added, { type: 'added' });
      assert.deepEqual(await users.find(squatter.id), { ...squatter, updatedAt: draft('user:update').at });
      assert.equal(await holderOf(world, WANTED), wanted.user.id);
      assert.equal(await holderOf(world, squatter.email), squatter.id);

      const other = await addSquatter(world, 'other@example.com');
      const change = await give(world.storage, wanted.user, proven('other@example.com', mayLose(other)));
      assert.equal(change.type, 'changed');
      assert.equal((await users.find(other.id))?.email, other.email);
      assert.equal(await holderOf(world, 'other@example.com'), wanted.user.id);
      // The receiver's former address is free; the one that the other user has again is not.
      assert.equal(await isFree(world, WANTED), true);
      assert.equal(await isFree(world, other.email), false);
    },
  },
  {
    guarantee: 'I2',
    title:
      'users.add, users.change: the user who loses an address has a separate event, and each event names the other user',
    async run(world) {
      const squatter = await addSquatter(world);
      const { type } = await claim(world.storage, mayLose(squatter));
      assert.equal(type, 'added');
      const [lost, ...others] = await world.eventsOf('user:set-email');
      assert.deepEqual([lost?.outcome, lost?.target.id], ['accepted', squatter.id]);
      assert.deepEqual(lost?.details, { email: squatter.email });
      assert.deepEqual(others, []);
      const [event] = await world.eventsOf('user:create');
      assert.deepEqual(event?.details, { takenFrom: squatter.id });
    },
  },
  {
    guarantee: 'A5',
    title:
      'users.add, users.change: when only asked about an address, they name its unproven holder and write nothing',
    async run(world) {
      const { storage } = world;
      const squatter = await addSquatter(world);
      const actor = await world.addUser();
      const outcome = { type: 'unproven-holder', holderId: squatter.id };
      const idempotency = { actorId: actor.id, key: 'k', payloadHash: 'payload' };
      const add = (displacing: Displacing) =>
        storage.users.add({ ...newUser({ email: WANTED, idempotency }), displacing }, draft('user:invite'));
      const someoneElse = await world.addUser();
      for (const displacing of ['ask', mayLose(someoneElse)] as const) {
        assert.deepEqual(await add(displacing), outcome);
        assert.deepEqual(await give(storage, actor, proven(WANTED, displacing)), outcome);
      }
      assert.deepEqual(await storage.users.find(actor.id), actor);
      assert.deepEqual(await storage.users.find(someoneElse.id), someoneElse);
      assert.deepEqual(await world.eventsOf('user:invite'), []);
      assert.equal((await world.eventsOf('user:update')).length, 1, 'that of the squatter');
      // A user who does not ask for it is refused, as with any other holder.
      assert.deepEqual(await give(storage, actor, proven(WANTED)), { type: 'email-taken' });
      assert.deepEqual(await add(mayLose(squatter)), { type: 'added' });
    },
  },
  {
    guarantee: 'A5',
    title: 'users.add: nobody loses a proven address, or any address other than the requested one',
    async run(world) {
      const { storage } = world;
      const holder = await world.addUser();
      const add = (email: string, displacing: Displacing) =>
        storage.users.add({ ...newUser({ email }), displacing }, draft('user:create'));
      assert.deepEqual(await add(holder.email, mayLose(holder)), { type: 'email-taken' });
      const squatter = await addSquatter(world);
      assert.deepEqual(await add(squatter.email, mayLose(squatter)), { type: 'email-taken' });
      assert.deepEqual(await add('free@example.com', mayLose(squatter)), { type: 'added' });
      assert.equal(await holderOf(world, WANTED), squatter.id);
      assert.deepEqual(await storage.users.find(holder.id), holder);
      assert.deepEqual(await world.eventsOf('user:set-email'), []);
    },
  },
  {
    guarantee: 'A5',
    title: 'users.delete: it frees both addresses of the user',
    async run(world) {
      const squatter = await addSquatter(world);
      await world.storage.users.delete(squatter.id, { resources: 'refuse' }, draft('user:delete'));
      assert.equal(await isFree(world, squatter.email), true);
      assert.deepEqual(await claim(world.storage, mayLose(squatter)), { type: 'added' });
    },
  },
  {
    guarantee: 'A5',
    title: 'users.add: exactly one of ten racers who may take an unproven address gets it',
    async run(world) {
      const squatter = await addSquatter(world);
      const outcomes = await race(10, () => claim(world.storage, mayLose(squatter)));
      assert.deepEqual(tally(outcomes), { added: 1, 'email-taken': 9 });
      assert.equal((await world.storage.users.find(squatter.id))?.email, squatter.email);
      assert.equal((await world.eventsOf('user:set-email')).length, 1);
    },
  },
  {
    guarantee: 'A5',
    title: 'users.change: racers never get a proven address while its user changes to an unproven one',
    async run(world) {
      for (let round = 0; round < 3; round += 1) {
        const ann = await world.addUser();
        const rivals = await race(6, () => world.addUser());
        const [, outcomes] = await Promise.all([
          give(world.storage, ann, unproven(`${round}-${WANTED}`)),
          race(6, (index) => give(world.storage, rivals[index] ?? assert.fail(), unproven(ann.email))),
        ]);
        assert.deepEqual(tally(outcomes), { 'email-taken': 6 });
      }
    },
  },
  {
    guarantee: 'A5',
    title: 'users.add: taking an address and the next change of its holder wait for each other',
    async run(world) {
      const { storage } = world;
      const moved = await addSquatter(world);
      const move = (stores: Stores) => give(stores, moved, unproven('elsewhere@example.com'));
      const afterClaim = await world.overlap(
        (stores) => claim(stores, mayLose(moved)),
        () => move(storage),
      );
      assert.deepEqual(
        afterClaim.map(({ type }) => type),
        ['added', 'changed'],
      );
      assert.equal((await storage.users.find(moved.id))?.email, 'elsewhere@example.com');
      assert.equal(await isFree(world, moved.email), false);

      const winner = (await holderOf(world, WANTED)) ?? assert.fail('nobody has it');
      await storage.users.delete(winner, { resources: 'refuse' }, draft('user:delete'));
      const left = await addSquatter(world);
      const [, afterMove] = await world.overlap(
        (stores) => give(stores, left, unproven('further@example.com')),
        () => claim(storage, mayLose(left)),
      );
      assert.deepEqual(afterMove, { type: 'added' });
      assert.equal((await storage.users.find(left.id))?.email, 'further@example.com');
    },
  },
  {
    guarantee: 'A5',
    title: 'users.add: if taking an address is rolled back, its holder keeps it',
    async run(world) {
      const squatter = await addSquatter(world);
      const [, outcome] = await world.overlap(
        (stores) => claim(stores, mayLose(squatter)),
        () => give(world.storage, squatter, unproven('elsewhere@example.com')),
        'roll back',
      );
      assert.equal(outcome.type, 'changed');
      assert.equal(await isFree(world, WANTED), true);
      assert.equal(await isFree(world, squatter.email), false);
      assert.deepEqual(await world.eventsOf('user:set-email'), []);
    },
  },
];
