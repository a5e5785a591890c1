import { connect, knexStorage, migrate } from '@bailiwick/storage-knex';
import test from 'ava';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sqlite3 from 'sqlite3';
import { addUser, create } from '../support/fixtures.js';

/** The part of `sqlite3` that its types leave out. */
interface WithBackup {
  backup(file: string, to: string, from: string, fileIsTarget: boolean, done: Done): Backup;
}
interface Backup {
  step(pages: number, done: Done): void;
  finish(done: Done): void;
}
type Done = (error?: Error | null) => void;

test('sqlite: a backup that is restored into the file of a running storage, as by .restore, is served at once', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'bailiwick-'));
  t.teardown(() => rmSync(folder, { recursive: true }));
  const [file, backup] = [join(folder, 'file.sqlite'), join(folder, 'backup.sqlite')];
  const knex = connect(`sqlite:${file}`);
  t.teardown(() => knex.destroy());
  await migrate(knex);
  const storage = knexStorage(knex);
  const kept = await addUser(storage);
  await knex.raw('VACUUM INTO ?', [backup]);
  const lost = await addUser(storage);
  await restore(backup, file);
  t.is((await storage.users.find(kept.id))?.email, kept.email);
  t.is(await storage.users.find(lost.id), null);
  t.is((await create(storage, kept.id)).type, 'created');
  t.deepEqual(await knex.raw('PRAGMA integrity_check'), [{ integrity_check: 'ok' }]);
});

async function restore(from: string, to: string): Promise<void> {
  const database = await new Promise<sqlite3.Database>((resolve, reject) => {
    const opening = new sqlite3.Database(to, (error) => (error == null ? resolve(opening) : reject(error)));
  });
  const backup = await new Promise<Backup>((resolve, reject) => {
    const beginning = (database as unknown as WithBackup).backup(from, 'main', 'main', false, (error) =>
      error == null ? resolve(beginning) : reject(error),
    );
  });
  await ended((done) => backup.step(-1, done));
  await ended((done) => backup.finish(done));
  await ended((done) => database.close(done));
}

function ended(begin: (done: Done) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    begin((error) => (error == null ? resolve() : reject(error)));
  });
}
