// Keeps the newest schema, with a few rows, as it is when it is released: `node scripts/run/release-schema.mjs`. The
// tests bring each one up to date from then on. What was released never changes, so that a file that exists is
// left alone; `--unreleased` writes over it, for a migration that nobody has run yet. Needs a built workspace.
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
    if (existsSync(file) && !process.argv.includes('--unreleased')) {
      console.log(`${file} is there already.`);
      continue;
    }
    writeFileSync(file, await dump(knex, heard));
    console.log(`${file} is written.`);
  }
});
