// How are groups found that are near a limit or over it?
import { runAll } from '../../database.js';
import { sql } from '../../sql.js';
import type { Migration } from '../migration.js';

/** Statements of older releases need none of it, so that old and new processes serve side by side. */
const MAKES = {
  postgres: [
    sql`
  -- Lists the groups near a limit or over it, newest first, by one walk for each band, and not past the users.
  CREATE INDEX bailiwick_quotas_of_groups_by_band ON bailiwick_quotas (meter, band, owner_id DESC)
    WHERE band IS NOT NULL AND root_id IS NOT NULL`,
  ],
  sqlite: [
    sql`CREATE INDEX bailiwick_quotas_of_groups_by_band ON bailiwick_quotas (meter, band, owner_id DESC)
    WHERE band IS NOT NULL AND root_id IS NOT NULL`,
  ],
};

export const groupsNearALimit: Migration = {
  name: '0002-groups-near-a-limit',
  makes: MAKES,
  async up(db) {
    await runAll(db, MAKES[db.dialect.name]);
  },
  async down(db) {
    await runAll(db, [sql`DROP INDEX bailiwick_quotas_of_groups_by_band`]);
  },
};
