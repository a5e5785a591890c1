// Which limit holds for a quota?
import { sql, type Sql } from '../../sql.js';

/** The limit in force of a quota `q`: the owner's own beats the default for owners of its type. */
export function limitInForce(ownerId: Sql, meter: Sql): Sql {
  return sql`CASE WHEN q.limit_set THEN q.limit_value ELSE (
    SELECT l.limit_value FROM bailiwick_default_limits l
    WHERE l.owner_type = coalesce((SELECT t.type FROM bailiwick_groups t WHERE t.id = ${ownerId}), 'user')
      AND l.meter = ${meter}
  ) END`;
}
