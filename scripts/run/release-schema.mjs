// `node scripts/run/release-schema.mjs`: saves the newest schema with a few rows at the time of its release, so that
// tests can migrate every released schema to the current one. A released schema never changes, so that an existing file
// is never overwritten. Needs a built workspace.
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { migrate } from '../../packages/storage-knex/dist/index.js';
import { dump } from '../../packages/storage-knex/dist-test/support/dump.js';
import { putRowsEverywhere } from '../../packages/storage-knex/dist-test/support/rows-everywhere.js';
import { withDatabases } from '../lib/databases.mjs';

const folder = fileURLToPath(new URL('../../packages/storage-knex/test/released-schemas/', import.meta.url));

await withDatabases(async (databases) => {
  for (const [dialect, knex] of Object.entries(databases)) {
    const heard = [];
    knex.on('query', ({ sql }) => heard.push(sql));
    const name = (await migrate(knex)).at(-1);
    await putRowsEverywhere(knex);
    const file = join(folder, `${name}.${dialect}.sql`);
    if (existsSync(file)) {
      console.log(`${file} already exists.`);
      continue;
    }
    writeFileSync(file, await dump(knex, heard));
    console.log(`${file} is written.`);
  }
});
