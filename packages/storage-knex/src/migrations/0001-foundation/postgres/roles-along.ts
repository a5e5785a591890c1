// Which roles does a user have along a path?
import { sql, type Sql } from '../../../sql.js';

/** An array, by name, each once. */
export const rolesAlong = (path: Sql, userId: Sql) => sql`ARRAY(
  SELECT DISTINCT CAST(m.role AS text) COLLATE "C" FROM bailiwick_members m
  WHERE m.group_id = ANY (${path}) AND m.user_id = ${userId} ORDER BY 1)`;
