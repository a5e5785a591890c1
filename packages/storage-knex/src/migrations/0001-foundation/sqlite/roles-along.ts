// Which roles does a user have along a path?
import { sql, type Sql } from '../../../sql.js';

/** A JSON array, by name, each once. SQLite keeps the order of the rows, but does not document it. */
export const rolesAlong = (path: Sql, userId: Sql) => sql`(
  SELECT json_group_array(role) FROM (
    SELECT DISTINCT m.role FROM json_each(${path}) p JOIN bailiwick_members m ON m.group_id = p.value AND m.user_id = ${userId}
    ORDER BY m.role))`;
