// When does a demand fit a quota on PostgreSQL? The texts of the functions are made from this one rule.
import { sql, type Sql } from '../../../sql.js';

/**
 * `used + demand <= limit`, as in `shortfall()` of the core. Subtracting keeps it exact near 2^53, which is the end of
 * what is unlimited too.
 */
export function fits(demand: Sql, limit: Sql, used: Sql): Sql {
  return sql`${demand} <= coalesce(${limit}, 9007199254740991) - ${used}`;
}
