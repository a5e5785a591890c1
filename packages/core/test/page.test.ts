import { allItems, limits, type PageOptions } from '@bailiwick/core';
import test from 'ava';
import { codeOf, startLibrary } from './support/start-library.js';

test('users.findByEmail: it accepts any form of the address, for actors that may list users', async (t) => {
  const { bailiwick, ann, admin } = await startLibrary();
  const { id, email } = await bailiwick.users.get(admin, ann.type === 'user' ? ann.id : '');
  t.is((await bailiwick.users.findByEmail(admin, email.toUpperCase()))?.id, id);
  t.is(await bailiwick.users.findByEmail(admin, 'nobody@example.com'), null);
  t.is(await codeOf(bailiwick.users.findByEmail(ann, email)), 'forbidden');
  t.is(await codeOf(bailiwick.users.findByEmail(admin, 'no address')), 'invalid-request');
});

test('allItems: it yields every item once, newest first, and loads no page before it is needed', async (t) => {
  const { bailiwick, ann } = await startLibrary();
  const made: string[] = [];
  for (let i = 0; i < limits.PAGE_SIZE_MAX + 5; i += 1)
    made.unshift((await bailiwick.resources.create(ann, { kind: 'database', name: `${i}` })).id);
  const pages: unknown[] = [];
  const list = (page: PageOptions) => {
    pages.push(page.cursor);
    return bailiwick.resources.list(ann, { kind: 'database', ...page });
  };
  const found: string[] = [];
  for await (const { id } of allItems(list)) found.push(id);
  t.deepEqual(found, made);
  t.is(pages.length, 2);

  pages.length = 0;
  for await (const { id } of allItems(list)) if (id === made[3]) break;
  t.is(pages.length, 1);
});

test('allItems: an empty list is one empty page, and a refusal is thrown', async (t) => {
  const { bailiwick, bob } = await startLibrary();
  for await (const item of allItems((page) => bailiwick.resources.list(bob, page))) t.fail(item.id);
  const refused = allItems((page) => bailiwick.users.list(bob, page));
  t.is(await codeOf(refused.next()), 'forbidden');
});
