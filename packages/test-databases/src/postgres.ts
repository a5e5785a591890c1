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
  await onServer(`ALTER DATABASE ${name} SET default_transaction_isolation = '${defaultIsolation}'`);
  return {
    url: urlOf(name),
    remove: () => onServer(`DROP DATABASE ${name} WITH (FORCE)`),
  };
}

const templates = new Map<string, Promise<string>>();

/** Makes one template for each process and prefix. Nothing removes it: the server is deleted after the tests. */
function migratedTemplate(tablePrefix: string): Promise<string> {
  const template = templates.get(tablePrefix) ?? makeTemplate(tablePrefix);
  templates.set(tablePrefix, template);
  return template;
}

async function makeTemplate(tablePrefix: string): Promise<string> {
  const name = await copyOf('template1');
  const knex = connect(urlOf(name), PATIENCE);
  await migrate(knex, { tablePrefix });
  await knex.destroy();
  return name;
}

async function copyOf(source: string): Promise<string> {
  const name = `bailiwick_test_${randomUUID().replaceAll('-', '')}`;
  await onServer(`CREATE DATABASE ${name} TEMPLATE ${source}`);
  return name;
}

async function onServer(statement: string): Promise<void> {
  const client = new Client({ connectionString: serverUrl() });
  await client.connect();
  try {
    await client.query(statement);
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
