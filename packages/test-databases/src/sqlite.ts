import { connect, migrate } from '@bailiwick/storage-knex';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CreatedDatabase } from './created-database.js';
import { PATIENCE } from './patience.js';

interface Options {
  readonly migrated: boolean;
  readonly tablePrefix: string;
}

/** Creates a SQLite file in a new folder, as a copy of a migrated file if it is to be migrated. */
export async function createSqliteDatabase({ migrated, tablePrefix }: Options): Promise<CreatedDatabase> {
  const { directory, file } = await newFile();
  if (migrated) await writeFile(file, await migratedTemplate(tablePrefix));
  return {
    url: `sqlite:${file}`,
    remove: () => rm(directory, { recursive: true }),
  };
}

const templates = new Map<string, Promise<Buffer>>();

/** Makes one template for each process and prefix. */
function migratedTemplate(tablePrefix: string): Promise<Buffer> {
  const template = templates.get(tablePrefix) ?? makeTemplate(tablePrefix);
  templates.set(tablePrefix, template);
  return template;
}

async function makeTemplate(tablePrefix: string): Promise<Buffer> {
  const { directory, file } = await newFile();
  const knex = connect(`sqlite:${file}`, PATIENCE);
  await migrate(knex, { tablePrefix });
  // Closing the last connection moves the write-ahead log into the file.
  await knex.destroy();
  const bytes = await readFile(file);
  await rm(directory, { recursive: true });
  return bytes;
}

async function newFile(): Promise<{ directory: string; file: string }> {
  const directory = await mkdtemp(join(tmpdir(), 'bailiwick-test-'));
  return { directory, file: join(directory, 'test.sqlite') };
}
