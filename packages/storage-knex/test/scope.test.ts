import { includes, refused, type Scope, type Target } from '@bailiwick/core';
import { knexStorage } from '@bailiwick/storage-knex';
import { createDatabase, DIALECTS } from '@bailiwick/test-databases';
import test from 'ava';
import * as fc from 'fast-check';
import { addUser, ANY_EVENT, ANY_USER, draft, newId, newResource } from './support/fixtures.js';

const OWNERS = [newId<never>(), newId<never>(), newId<never>()];
const KINDS = ['database', 'note'];

/** Scopes of every shape, also of owners that nobody is, or that are no id at all. */
const SCOPES = fc.letrec<{ scope: Scope; small: Scope; one: Scope }>((tie) => ({
  scope: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom<Scope>({ type: 'all' }, { type: 'none' }),
    fc
      .subarray<string>([...OWNERS, newId<string>(), 'ann', "'; --"])
      .map((ownerIds): Scope => ({ type: 'owner', ownerIds })),
    fc.subarray([...KINDS, 'unheard-of']).map((kinds): Scope => ({ type: 'kind', kinds })),
    fc.array(tie('scope'), { maxLength: 3 }).map((scopes): Scope => ({ type: 'and', scopes })),
    fc.array(tie('scope'), { maxLength: 3 }).map((scopes): Scope => ({ type: 'or', scopes })),
    tie('scope').map((scope): Scope => ({ type: 'not', scope })),
    // As wide as only a computed policy is.
    fc.array(tie('small'), { minLength: 51, maxLength: 55 }).map((scopes): Scope => ({ type: 'or', scopes })),
    fc
      .array(tie('small'), { minLength: 51, maxLength: 55 })
      .map((scopes): Scope => ({ type: 'and', scopes })),
    // And as deep.
    fc
      .array(tie('small'), { minLength: 51, maxLength: 60 })
      .map((scopes) =>
        scopes.reduce<Scope>(
          (inner, scope, index) =>
            index % 3 === 0
              ? { type: 'not', scope: { type: 'or', scopes: [scope, inner] } }
              : { type: index % 2 === 0 ? 'or' : 'and', scopes: [inner, scope] },
          { type: 'all' },
        ),
      ),
  ),
  small: fc.oneof(
    tie('one'),
    tie('one').map((scope): Scope => ({ type: 'not', scope })),
    fc.array(tie('one'), { minLength: 1, maxLength: 3 }).map((scopes): Scope => ({ type: 'and', scopes })),
  ),
  one: fc.oneof(
    fc
      .constantFrom<string>(...OWNERS, newId<string>(), "ann's place")
      .map((ownerId): Scope => ({ type: 'owner', ownerIds: [ownerId] })),
    fc.constantFrom(...KINDS, 'un heard of').map((kind): Scope => ({ type: 'kind', kinds: [kind] })),
    fc
      .constantFrom<string>(...OWNERS, newId<string>(), 'a "b" \\c', 'x y')
      .map((id): Scope => ({ type: 'id', ids: [id, id] })),
    fc
      .constantFrom<string>(...OWNERS, newId<string>(), 'a "b" \\c', 'x y')
      .map((id): Scope => ({ type: 'id', ids: [id] })),
  ),
})).scope;

const PAGE = { olderThanId: null, count: 100 } as const;

for (const dialect of DIALECTS) {
  test(`${dialect}: every list returns exactly what lies within its scope`, async (t) => {
    const database = await createDatabase(dialect);
    t.teardown(database.destroy);
    const storage = knexStorage(database.knex);
    const resources: { id: string; target: Target }[] = [];
    const events: { id: string; target: Target }[] = [];
    const users: { id: string; target: Target }[] = [];
    for (const id of OWNERS) {
      const user = await addUser(storage, { id });
      users.push({ id: user.id, target: { ownerId: user.id, kind: null, id: user.id } });
      for (const kind of KINDS) {
        const command = newResource(user.id);
        const resource = { ...command.resource, kind };
        await storage.resources.create({ ...command, resource }, draft('create'));
        resources.push({ id: resource.id, target: { ownerId: user.id, kind, id: resource.id } });
      }
    }
    for (const ownerId of [...OWNERS, null]) {
      for (const targetId of [null, OWNERS[0], 'a "b" \\c', 'x y']) {
        const target = { type: 'quota', id: targetId ?? null, ownerId } as const;
        const refusal = refused({ ...draft('read'), target }, 'test');
        await storage.auditEvents.append(refusal);
        events.push({ id: refusal.event.id, target: { ownerId, kind: null, id: target.id } });
      }
    }

    await fc.assert(
      fc.asyncProperty(SCOPES, async (scope) => {
        const within = (items: typeof events) =>
          items
            .filter(({ target }) => includes(scope, target))
            .map(({ id }) => id)
            .toSorted()
            .toReversed();
        const found = await Promise.all([
          storage.resources.list({ scope, ownerId: null, kind: null, ...PAGE }),
          storage.users.list({ scope, ...ANY_USER, ...PAGE }),
          storage.auditEvents.list({ scope, ...ANY_EVENT, action: 'read', ...PAGE }),
        ]);
        t.deepEqual(
          found.map((items) => items.map(({ id }) => id)),
          [within(resources), within(users), within(events)],
        );
      }),
      { numRuns: 200 },
    );
  });
}
