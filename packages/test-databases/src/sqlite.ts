import { connect, migrate } from '@bailiwick/storage-knex';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CreatedDatabase } from './create-database.js';
import { PATIENCE } from './patience.js';

export async function createSqliteDatabase({
  migrated,
}: {
  readonly migrated: boolean;
}): Promise<CreatedDatabase> {
  const { directory, file } = await emptyPlace();
  if (migrated) await writeFile(file, await migratedTemplate());
  return {
    url: `sqlite:${file}`,
    remove: () => rm(directory, { recursive: true }),
  };
}

let template: Promise<Buffer> | null = null;

/** Made once in each process. */
function migratedTemplate(): Promise<Buffer> {
  template ??= makeTemplate();
  return template;
}

async function makeTemplate(): Promise<Buffer> {
  const { directory, file } = await emptyPlace();
  const knex = connect(`sqlite:${file}`, PATIENCE);
  await migrate(knex);
  // Closing the last connection moves the write-ahead log into the file.
  await knex.destroy();
  const bytes = await readFile(file);
  await rm(directory, { recursive: true });
  return bytes;
}

async function emptyPlace(): Promise<{ directory: string; file: string }> {
  const directory = await mkdtemp(join(tmpdir(), 'bailiwick-test-'));
  return { directory, file: join(directory, 'test.sqlite') };
}
