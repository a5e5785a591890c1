import { connect, migrate } from '@bailiwick/storage-knex';
import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import type { CreatedDatabase } from './created-database.js';
import { PATIENCE } from './patience.js';

interface Options {
  readonly migrated: boolean;
  readonly defaultIsolation: string;
  readonly tablePrefix: string;
}

/** Creates a PostgreSQL database, as a copy of a migrated template if it is to be migrated. */
export async function createPostgresDatabase({
  migrated,
  defaultIsolation,
  tablePrefix,
}: Options): Promise<CreatedDatabase> {
  const template = migrated ? await migratedTemplate(tablePrefix) : 'template1';
  const name = await copyOf(template);
  if (defaultIsolation !== 'read committed')
    await onServer(`ALTER DATABASE ${name} SET default_transaction_isolation = '${defaultIsolation}'`);
  return {
    url: urlOf(name),
    remove: () => onServer(`DROP DATABASE ${name} WITH (FORCE)`),
  };
}

const templates = new Map<string, Promise<string>>();

function migratedTemplate(tablePrefix: string): Promise<string> {
  const template = templates.get(tablePrefix) ?? sharedTemplate(tablePrefix);
  templates.set(tablePrefix, template);
  return template;
}

/** Makes one template for each prefix, for all test files. Nothing removes it: the server is deleted after the tests. */
async function sharedTemplate(tablePrefix: string): Promise<string> {
  const template = `template_${tablePrefix}`;
  await withClient(async (client) => {
    // The first file makes it, while the others wait; the lock ends with the connection.
    await client.query('SELECT pg_advisory_lock(hashtext($1))', [template]);
    const { rows } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [template]);
    if (rows.length > 0) return;
    const name = await copyOf('template1');
    const knex = connect(urlOf(name), PATIENCE);
    await migrate(knex, { tablePrefix });
    await knex.destroy();
    await client.query(`ALTER DATABASE ${name} RENAME TO "${template}"`);
  });
  return `"${template}"`;
}

async function copyOf(source: string): Promise<string> {
  const name = `bailiwick_test_${randomUUID().replaceAll('-', '')}`;
  await onServer(`CREATE DATABASE ${name} TEMPLATE ${source}`);
  return name;
}

async function onServer(statement: string): Promise<void> {
  await withClient((client) => client.query(statement));
}

async function withClient(work: (client: Client) => Promise<unknown>): Promise<void> {
  const client = new Client({ connectionString: serverUrl() });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

function urlOf(database: string): string {
  const url = new URL(serverUrl());
  url.pathname = `/${database}`;
  return url.href;
}

function serverUrl(): string {
  const url = process.env['BAILIWICK_TEST_POSTGRES_URL'];
  if (url === undefined) {
    throw new Error(
      'BAILIWICK_TEST_POSTGRES_URL names no PostgreSQL server: run the tests with "pnpm test", which starts one.',
    );
  }
  return url;
}
