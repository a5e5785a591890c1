// What does the first migration make on each database, and what does its rollback drop?
import { randomBytes } from 'node:crypto';
import { limits } from '@bailiwick/core';
import { runAll, type Database } from '../../database.js';
import { sql, type Sql } from '../../sql.js';
import { namesOfSchema } from '../names-of-schema.js';
import type { Migration } from '../migration.js';
import { ADD_SESSION_V1 } from './postgres/add-session-function.js';
import { CREATE_RESOURCE_V1 } from './postgres/create-resource-function.js';
import { CREATE_RESOURCE_AT_ONCE } from './sqlite/create-resource-trigger.js';
import { CREATE_RESOURCES_V1 } from './postgres/create-resources-function.js';
import { CREATE_RESOURCES_ON_PATHS_V1 } from './postgres/create-resources-on-paths-function.js';
import { DELETE_RESOURCE_V1 } from './postgres/delete-resource-function.js';
import { RIGHTS_TO_SERVE } from './postgres/rights.js';
import { POSTGRES_TABLES } from './postgres/tables.js';
import { SQLITE_TABLES } from './sqlite/tables.js';

const POSTGRES_FUNCTIONS = [
  CREATE_RESOURCE_V1,
  CREATE_RESOURCES_V1,
  CREATE_RESOURCES_ON_PATHS_V1,
  DELETE_RESOURCE_V1,
  ADD_SESSION_V1,
];

/** In base64url. */
const SECRET_KEY_LENGTH = Math.ceil((limits.SECRET_KEY_BYTES * 4) / 3);

const UP = {
  async postgres(db: Database): Promise<Sql[]> {
    const inSchema = await namesOfSchema(db);
    return [...POSTGRES_TABLES, ...POSTGRES_FUNCTIONS.map(inSchema)];
  },
  async sqlite(): Promise<Sql[]> {
    return MAKES.sqlite;
  },
};

const MAKES = {
  postgres: [...POSTGRES_TABLES, ...POSTGRES_FUNCTIONS, ...RIGHTS_TO_SERVE],
  sqlite: [...SQLITE_TABLES, ...CREATE_RESOURCE_AT_ONCE],
};

/** A key of another length would be another key than the one that was made. */
const MISSING_SECRET = sql`
  SELECT 'the secret key in bailiwick_secrets' AS name WHERE NOT EXISTS (
    SELECT 1 FROM bailiwick_secrets WHERE name = 'secret-key' AND length(value) = ${SECRET_KEY_LENGTH})`;

const MISSING_ROWS = {
  // Without this row, transactions that rely on a default limit lock nothing.
  postgres: sql`${MISSING_SECRET} UNION ALL
    SELECT 'the row of bailiwick_default_limits_version'
    WHERE NOT EXISTS (SELECT 1 FROM bailiwick_default_limits_version)`,
  sqlite: MISSING_SECRET,
};

const DROP_TABLES = [
  sql`DROP TABLE bailiwick_login_throttle`,
  sql`DROP TABLE bailiwick_secrets`,
  sql`DROP TABLE bailiwick_audit_events`,
  sql`DROP TABLE bailiwick_nonces`,
  sql`DROP TABLE bailiwick_access_keys`,
  sql`DROP TABLE bailiwick_sessions`,
  sql`DROP TABLE bailiwick_idempotency_keys`,
  sql`DROP TABLE bailiwick_default_limits`,
  sql`DROP TABLE bailiwick_quotas`,
  sql`DROP TABLE bailiwick_resources`,
  sql`DROP TABLE bailiwick_email_addresses`,
  sql`DROP TABLE bailiwick_group_deletions`,
  sql`DROP TABLE bailiwick_members`,
  sql`DROP TABLE bailiwick_groups`,
  sql`DROP TABLE bailiwick_users`,
  sql`DROP TABLE bailiwick_owners`,
];

const DOWN = {
  postgres: [
    sql`DROP FUNCTION bailiwick_create_resource_v1`,
    sql`DROP FUNCTION bailiwick_create_resources_v1`,
    sql`DROP FUNCTION bailiwick_create_resources_on_paths_v1`,
    sql`DROP FUNCTION bailiwick_delete_resource_v1`,
    sql`DROP FUNCTION bailiwick_add_session_v1`,
    sql`DROP TABLE bailiwick_default_limits_version`,
    ...DROP_TABLES,
    sql`
    DROP DOMAIN bailiwick_time, bailiwick_count, bailiwick_word, bailiwick_label, bailiwick_filled, bailiwick_base64url,
                bailiwick_line, bailiwick_times, bailiwick_object, bailiwick_demand, bailiwick_actor_type, bailiwick_outcome`,
  ],
  sqlite: [sql`DROP VIEW bailiwick_creates`, ...DROP_TABLES],
};

export const foundation: Migration = {
  name: '0001-foundation',
  makes: MAKES,
  missingRows: MISSING_ROWS,
  async up(db) {
    await runAll(db, await UP[db.dialect.name](db));
    const secretKey = randomBytes(limits.SECRET_KEY_BYTES).toString('base64url');
    await db.rows(sql`INSERT INTO bailiwick_secrets (name, value) VALUES ('secret-key', ${secretKey})`);
  },
  async down(db) {
    await runAll(db, DOWN[db.dialect.name]);
  },
};
