// Loads millions of resources within minutes: one SQL statement inserts rows that creates could have made.

/** The SQL of each database. `rows` reads the rows from the result of `raw`. */
export const LOADERS = {
  postgres: {
    hex: (number, digits) => `lpad(to_hex(${number}), ${digits}, '0')`,
    noise: (digits) => `substr(md5(random()::text), 1, ${digits})`,
    uuid: (text) => `(${text})::uuid`,
    numbers: (count) => `generate_series(1, ${count}) AS numbers (n)`,
    time: () => `now()`,
    // Skips the triggers that check foreign keys row by row, since these rows are valid by construction.
    before: `SET session_replication_role = replica`,
    after: `SET session_replication_role = origin`,
    indexes: `SELECT indexname AS name, indexdef AS definition FROM pg_indexes
      WHERE tablename = 'bailiwick_resources' AND indexname NOT LIKE '%_pkey'`,
    finish: 'VACUUM ANALYZE',
    rows: (result) => result.rows,
  },
  sqlite: {
    hex: (number, digits) => `printf('%0${digits}x', ${number})`,
    noise: (digits) => `substr(lower(hex(randomblob(6))), 1, ${digits})`,
    uuid: (text) => `(${text})`,
    numbers: (count) => `(WITH RECURSIVE counted (n) AS (
      SELECT 1 UNION ALL SELECT n + 1 FROM counted WHERE n < ${count}) SELECT n FROM counted) AS numbers`,
    time: () => `${Date.now()}`,
    before: 'PRAGMA foreign_keys = OFF',
    after: 'PRAGMA foreign_keys = ON',
    indexes: `SELECT name, sql AS definition FROM sqlite_master
      WHERE type = 'index' AND tbl_name = 'bailiwick_resources' AND sql IS NOT NULL`,
    finish: 'ANALYZE',
    rows: (result) => result,
  },
};

/** The query of the users whose email address is like this. */
export const usersLike = (pattern) => `SELECT id FROM bailiwick_users WHERE email LIKE '${pattern}'`;

/**
 * Adds `count` resources, of which the newest is created now. `ownerOf` is the SQL for the owner of the n-th, and `rootOf`
 * for the root of a group; they may read the table `others`, which numbers the ids that the query `others` selects from 0.
 * Indexes are built after the rows are inserted.
 */
export async function loadResources(knex, loader, { count, others, ownerOf, rootOf = 'NULL' }) {
  const { hex, noise, uuid } = loader;
  const time = hex(`${Date.now() - count} + n`, 12);
  const id = `substr(${time}, 1, 8) || '-' || substr(${time}, 9, 4) || '-7' || ${noise(3)} || '-8' || ${noise(3)} || '-' || ${noise(12)}`;
  const before = await countsOf(knex, loader);
  await knex.raw(loader.before);
  const indexes = loader.rows(await knex.raw(loader.indexes));
  for (const index of indexes) await knex.raw(`DROP INDEX ${index.name}`);
  await knex.raw(`CREATE TEMPORARY TABLE others AS
    SELECT id, row_number() OVER (ORDER BY id) - 1 AS number FROM (${others}) o`);
  await knex.raw(`CREATE UNIQUE INDEX others_by_number ON others (number)`);
  await knex.raw(`
    INSERT INTO bailiwick_resources (id, owner_id, root_id, kind, name, demand, created_at, updated_at)
    SELECT ${uuid(id)}, ${ownerOf}, ${rootOf}, 'resource', 'resource ' || n, '{"resources": 1}', ${loader.time()}, ${loader.time()}
    FROM ${loader.numbers(count)}`);
  await knex.raw('DROP TABLE others');
  for (const index of indexes) await knex.raw(index.definition);
  await knex.raw(`INSERT INTO bailiwick_quotas (owner_id, meter, limit_set, used)
    SELECT owner_id, 'resources', false, count(*) FROM bailiwick_resources WHERE true GROUP BY owner_id
    ON CONFLICT (owner_id, meter) DO UPDATE SET used = excluded.used`);
  await knex.raw(loader.after);
  await knex.raw(loader.finish);
  const added = (await countsOf(knex, loader)) - before;
  if (added !== count) throw new Error(`${added} resources were loaded, not ${count}.`);
}

async function countsOf(knex, loader) {
  const [row] = loader.rows(await knex.raw('SELECT count(*) AS count FROM bailiwick_resources'));
  return Number(row.count);
}
