import 'reflect-metadata';
import type { Bailiwick, PasswordHasher } from '@bailiwick/core';
import { fastHasher } from '@bailiwick/core/testing';
import { registerBailiwick, tokens } from '@bailiwick/core/tsyringe';
import { knexToken, registerKnexStorage } from '@bailiwick/storage-knex/tsyringe';
import { createDatabase } from '@bailiwick/test-databases';
import test from 'ava';
import { container } from 'tsyringe';

test('registerKnexStorage: a container with a Knex resolves the library on it, and always the same storage', async (t) => {
  const database = await createDatabase('sqlite');
  t.teardown(database.destroy);
  const child = container.createChildContainer();
  child.register(knexToken, { useValue: database.knex });
  child.register<PasswordHasher>(tokens.passwordHasher, { useValue: fastHasher });
  registerKnexStorage(child);
  registerBailiwick(child);

  t.is(child.resolve(tokens.storage), child.resolve(tokens.storage));
  const bailiwick: Bailiwick = child.resolve(tokens.bailiwick);
  const admin = await bailiwick.users.createFirstAdmin(bailiwick.system('test'), {
    email: 'admin@example.com',
    password: 'correct horse battery staple',
  });
  t.is(admin?.role, 'admin');
});

test('registerKnexStorage: a child container with a Knex of its own gets a storage of its own', async (t) => {
  const [outer, inner] = [await createDatabase('sqlite'), await createDatabase('sqlite')];
  t.teardown(outer.destroy);
  t.teardown(inner.destroy);
  const parent = container.createChildContainer();
  parent.register(knexToken, { useValue: outer.knex });
  registerKnexStorage(parent);
  const child = parent.createChildContainer();
  child.register(knexToken, { useValue: inner.knex });
  t.not(parent.resolve(tokens.storage), child.resolve(tokens.storage));
});
