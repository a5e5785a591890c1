// Which rights does a role need that serves?
import { sql } from '../../../sql.js';

/** `docs/database-rights.md` has the same grants, with the reasons. */
export const RIGHTS_TO_SERVE = [
  sql`GRANT SELECT ON bailiwick_migrations, bailiwick_secrets`,
  sql`
  GRANT SELECT, INSERT, UPDATE, DELETE ON
    bailiwick_owners, bailiwick_users, bailiwick_groups, bailiwick_members, bailiwick_group_deletions,
    bailiwick_resources, bailiwick_quotas, bailiwick_sessions, bailiwick_access_keys, bailiwick_email_addresses,
    bailiwick_login_throttle`,
  sql`GRANT SELECT, INSERT, UPDATE ON bailiwick_default_limits`,
  sql`GRANT SELECT, UPDATE ON bailiwick_default_limits_version`,
  sql`GRANT SELECT, INSERT, DELETE, UPDATE (key, root_id) ON bailiwick_idempotency_keys`,
  sql`GRANT SELECT, INSERT, DELETE, UPDATE (nonce) ON bailiwick_nonces`,
  sql`GRANT SELECT, INSERT, DELETE, UPDATE (count) ON bailiwick_audit_events`,
];
