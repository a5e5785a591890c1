/** Every bound of the library, by name, with its reason. Nothing here is tuned per deployment. */

/** The largest integer that JSON clients, JavaScript and both databases hold exactly: 2^53 − 1. */
export const LIMIT_MAX = Number.MAX_SAFE_INTEGER;

/**
 * The maximum demand of one resource from one meter. Four million resources of this size fit below `LIMIT_MAX`, so that
 * an unlimited `used` stays an exact integer.
 */
export const DEMAND_MAX = 2 ** 31 - 1;

/**
 * The percentages of a limit from which on a usage can be listed as near it. Below half of a limit, nobody is near, and
 * the databases need not keep who is.
 */
export const NEAR_PERCENT_MIN = 50;
export const NEAR_PERCENT_MAX = 100;

/**
 * The overview: items in each of its lists, the percentage of a limit from which on it shows a user as near, and the
 * refusals that it counts, of which there can be any number.
 */
export const OVERVIEW_ITEMS_MAX = 10;
export const OVERVIEW_NEAR_PERCENT = 80;
export const OVERVIEW_REFUSALS_MAX = 1000;
export const OVERVIEW_REFUSALS_MS = 24 * 60 * 60 * 1000;

/** Meters in one demand, each of which costs a locked row for every create. */
export const METERS_PER_KIND_MAX = 16;

/** Characters of the name of a kind, a meter or a role, which appear in URLs, keys and logs. */
export const IDENTIFIER_LENGTH_MAX = 64;

/** Code points of a resource's name: enough for any label, small enough for a list of 100. */
export const RESOURCE_NAME_LENGTH_MAX = 255;

/** Code points of a group's name, for the same reasons. */
export const GROUP_NAME_LENGTH_MAX = 255;

/**
 * Owners on a path, each of which costs a locked row for every create and meter: enough for an organisation, a
 * department, a project and an environment.
 */
export const PATH_LENGTH_MAX = 4;

/** Members of one group, which a deletion removes in one transaction: more than an organisation has people. */
export const MEMBERS_MAX = 10_000;

/** Groups that one user is a member of, each of which is locked when the user is deleted. */
export const MEMBERSHIPS_MAX = 10_000;

/** With at most so many memberships, a list is read with one walk for each; with more, storage chooses among the walks. */
export const MEMBERSHIPS_IN_LIST_MAX = 8;

/** Groups that a refusal names because they would lose their last owner. */
export const LAST_OWNER_GROUPS_MAX = 100;

/** Types of groups that a host may declare: more than any hierarchy has levels. */
export const GROUP_TYPES_MAX = 64;

/** RFC 5321 section 4.5.3.1 allows 64 octets for the local part, and 256 for a path with its brackets. */
export const EMAIL_LENGTH_MAX = 254;
export const EMAIL_LOCAL_LENGTH_MAX = 64;

/** NIST SP 800-63B-4 section 3.1.1.2 asks for 15 code points in a single-factor password, and never fewer than 8. */
export const PASSWORD_LENGTH_MIN_DEFAULT = 15;
export const PASSWORD_LENGTH_MIN_FLOOR = 8;

/** Long enough for any passphrase, and short enough to be normalised and hashed at little cost. */
export const PASSWORD_LENGTH_MAX = 1024;

/**
 * The number of guesses that a password made of common ones must take: some eight million, as many as there are pairs
 * of the three thousand most common. At the hundred an hour that the login throttle allows, a guesser needs nine years.
 */
export const COMMON_PASSWORD_GUESSES_MIN = 2 ** 23;

/**
 * The number of times that a command starts over because the authority of its actor changed before the commit. Each time,
 * another command was accepted that took something away from the user. All credentials of a user may end at once: by
 * default, that is at most a hundred sessions and a hundred access keys.
 */
export const AUTHORITY_RENEWALS_MAX = 200;

/**
 * The number of times that a move starts over because another move of the same group was faster. Each time, that one was
 * accepted, so that some caller gets on; more rivals than this do not move one group at once.
 */
export const MOVE_TRIES_MAX = 32;

/**
 * The number of successive holders of an unproven address that an administrator's command checks before the address
 * counts as taken. A second holder must have taken it in the milliseconds since the check of the first.
 */
export const UNPROVEN_HOLDERS_MAX = 3;

/** The name of the service, which passwords must not consist of, unless the host sets another one. */
export const SERVICE_NAME_DEFAULT = 'bailiwick';

/**
 * Hashes computed at once in one process. At the recommended cost, each takes 128 MiB and one of the four threads that
 * Node also needs to read files and resolve host names.
 */
export const HASHES_AT_ONCE_MAX = 2;

/** Hashes that may wait: enough for some eight seconds, after which callers have given up. */
export const HASH_QUEUE_MAX = 32;

/**
 * N·r·p of a scrypt hash, made or read: 32 times the recommended cost, which takes some sixteen seconds. A corrupt or
 * planted header must not keep a core busy for hours.
 */
export const SCRYPT_COST_MAX = 2 ** 25;

/** The maximum memory that `scrypt-kdf` lets OpenSSL use; it throws above that. */
export const SCRYPT_MEMORY_BYTES_MAX = 2 ** 31 - 1;

/** Logins that may wait for others of the same account or client: as many as the people of a few offices. */
export const LOGIN_WAITING_MAX = 200;

/** The time after which logins beyond that bound should retry, when some hashes are done. */
export const LOGIN_WAITING_RETRY_MS = 2000;

/**
 * Wrong passwords of one account from one client network (an IPv4 address, an IPv6 /64) in a quarter of an hour: enough
 * for the mistakes of people, and no more than 175 thousand guesses a year.
 */
export const LOGIN_ATTEMPTS_MAX = 5;
export const LOGIN_WINDOW_MS = 15 * 60 * 1000;

/** The same for all accounts: enough for an office behind one address, and too few to spray one password. */
export const LOGIN_ATTEMPTS_PER_ADDRESS_MAX = 50;

/** Wrong passwords of one account in an hour from all networks without a recent login to it. */
export const LOGIN_ATTEMPTS_PER_ACCOUNT_MAX = 100;
export const LOGIN_ACCOUNT_WINDOW_MS = 60 * 60 * 1000;

/**
 * Answers in an hour that reveal to a user whether an address has an account: enough for mistakes with one's own
 * address, and no more than 44 thousand addresses a year. Users that may list users are not bound: they know anyway.
 */
export const ADDRESS_QUESTIONS_MAX = 5;
export const ADDRESS_QUESTIONS_WINDOW_MS = 60 * 60 * 1000;

/** The time for which a network counts as known to an account after a login from there. */
export const LOGIN_KNOWN_ADDRESS_TTL_MS = 30 * 24 * 60 * 60 * 1000;

/** The number of clients whose last right password one process remembers, and the time for it: see `PasswordMemo`. */
export const PASSWORD_MEMO_COUNT_MAX = 1000;
export const PASSWORD_MEMO_TTL_MS = 5 * 60 * 1000;

/** The key of the digests by which one process recognises passwords: as long as a digest. */
export const PROCESS_KEY_BYTES = 32;

/** The RFC draft `idempotency-key-header` has no bound; 255 visible ASCII characters hold any UUID or hash. */
export const IDEMPOTENCY_KEY_LENGTH_MAX = 255;

/** The minimum time for which a repeated create is recognised. Older records may be swept. */
export const IDEMPOTENCY_TTL_MS = 24 * 60 * 60 * 1000;

/** Levels of nested objects in the input of a command, such as limits, a version or a signature. */
export const INPUT_DEPTH_MAX = 4;

/** Code points of a text in a version that a caller has read: as many as a name, an address or a role may have. */
export const VERSION_TEXT_LENGTH_MAX = 255;

/** Code points that the audit log keeps of a text, which may have been refused before it was validated. */
export const AUDIT_TEXT_LENGTH_MAX = 255;

/** The most that a clock may step back while ids still ascend: as much as time servers correct at once. */
export const CLOCK_HOLD_MAX_MS = 5 * 60 * 1000;

/** Items on one page of a list. */
export const PAGE_SIZE_DEFAULT = 20;
export const PAGE_SIZE_MAX = 100;

/** The most requests in a batch: a page of a list, of which all are selected. */
export const BATCH_ITEMS_MAX = 100;

/** The length of session tokens: 256 bits from a cryptographic source (OWASP ASVS 5.0, 7.2.3 asks for 128). */
export const SESSION_TOKEN_BYTES = 32;

/** A session ends after 7 days without use, and after 30 days in any case. */
export const SESSION_IDLE_TTL_MS = 7 * 24 * 60 * 60 * 1000;
export const SESSION_ABSOLUTE_TTL_MS = 30 * 24 * 60 * 60 * 1000;

/** As many as fit on one page of a list, so that a user sees every session, even one opened by an attacker. */
export const SESSIONS_PER_USER_MAX = 100;

/**
 * The time for which a confirmed password proves that the person is there: long enough for a page of administration,
 * and too short for a machine that was left unlocked over lunch.
 */
export const CONFIRMATION_TTL_MS = 10 * 60 * 1000;

/**
 * `lastUsedAt` is written at most once in this interval, so that reads do not turn into writes. If a host lets sessions
 * be idle for less than an hour, it is written at most this many times in that period. So an idle session never
 * outlives its limit, and a session in use ends too early by at most a sixtieth of the limit or a minute, whichever is
 * shorter.
 */
export const SESSION_TOUCH_INTERVAL_MS = 60 * 1000;
export const SESSION_TOUCHES_PER_IDLE_TTL = 60;

/** Code points of an access key's name. */
export const ACCESS_KEY_NAME_LENGTH_MAX = 255;

/** Enough for every machine of a team to have its own key, and few enough to return in one list. */
export const ACCESS_KEYS_PER_USER_MAX = 100;

/** A forgotten key expires within a year, unless the host sets another maximum. */
export const ACCESS_KEY_TTL_MAX_MS = 365 * 24 * 60 * 60 * 1000;

/** An Ed25519 key in PEM has 113 characters; this leaves room for carriage returns and blank lines. */
export const PUBLIC_KEY_LENGTH_MAX = 256;

/** `lastUsedAt` of an access key is written at most once in this interval, like that of a session. */
export const ACCESS_KEY_TOUCH_INTERVAL_MS = 60 * 1000;

/** A signature is valid for at most five minutes, for which its nonce must be remembered. */
export const SIGNATURE_TTL_MAX_MS = 5 * 60 * 1000;

/** The time by which the clocks of signers and servers may differ. */
export const SIGNATURE_CLOCK_SKEW_MS = 30 * 1000;

/** 16 characters of base64 are 96 random bits; 64 hold a SHA-256 in hexadecimal. */
export const SIGNATURE_NONCE_LENGTH_MIN = 16;
export const SIGNATURE_NONCE_LENGTH_MAX = 64;

/** The key of the HMACs that authenticate cursors and name what the login throttle counts. */
export const SECRET_KEY_BYTES = 32;
/** The bytes of the HMAC that a cursor holds. */
export const CURSOR_TAG_BYTES = 16;

/** Refused logins of one account within this time are one audit event, so that a flood does not fill the disk. */
export const REFUSED_LOGINS_WINDOW_MS = 60 * 60 * 1000;

/** By default, audit events are kept for a year, and a month more to look back on it. */
export const AUDIT_RETENTION_MS = 400 * 24 * 60 * 60 * 1000;

/** The clocks of processes differ, so rows are swept only when they expired at least this long ago. */
export const SWEEP_MARGIN_MS = 5 * 60 * 1000;

/** Rows deleted by one statement of a sweep, and the pause after it, in which other writers get their turn. */
export const SWEEP_BATCH_ROWS = 500;
export const SWEEP_PAUSE_MS = 20;

/**
 * Rows that one transaction deletes together with their user: resources, idempotency keys and nonces. A larger deletion
 * is done in steps.
 */
export const DELETE_AT_ONCE_ROWS_MAX = 1000;

/**
 * Resources that one transaction gives to another owner when their user is deleted. The receiver must have room for all
 * of them or for none, so that this has no steps.
 */
export const TRANSFER_AT_ONCE_ROWS_MAX = 10_000;

/** Rows deleted by one step of a larger deletion; the pause after each is `SWEEP_PAUSE_MS`. */
export const DELETION_STEP_ROWS = 500;

/**
 * Resources of users who are being deleted that one statement of a list walks past. A million of them take 200 steps,
 * between which others have their turn.
 */
export const HIDDEN_ROWS_STEP = 5000;

/** Users with a deletion under way that `finishDeletions` reads at once. */
export const DELETIONS_AT_ONCE_MAX = 100;

/** Owners examined by one step of `verify`, to bound its memory and the length of its statements. */
export const VERIFY_BATCH_OWNERS = 200;

/** Characters of a rule's name: enough for a sentence that fits on a line of a review. */
export const RULE_NAME_LENGTH_MAX = 200;

/** The longest text of a rule's condition, for people: about one page. The rule as data is complete. */
export const RULE_TEXT_LENGTH_MAX = 2000;

/** Characters of the name of an action or an attribute; both appear in logs, and actions also in the audit. */
export const ACTION_NAME_LENGTH_MAX = 100;
export const ATTRIBUTE_NAME_LENGTH_MAX = 64;

/** Characters of an id in a rule, and of an id that the audit keeps of a host's target: a UUID has 36. */
export const POLICY_ID_LENGTH_MAX = 255;

/** Characters of a text that a rule compares an attribute with. */
export const ATTRIBUTE_TEXT_LENGTH_MAX = 1024;

/**
 * Conditions in one policy, counting each atom and each `all`, `any` and `not`. A list binds at most one value for
 * each, and SQLite accepts 32,766 in a statement.
 */
export const POLICY_CONDITIONS_MAX = 20_000;

/** Ids, roles and kinds named by one policy. Each list of them is bound as one value. */
export const POLICY_NAMES_MAX = 200_000;

/** Levels of nested `all`, `any` and `not`, each of which takes a stack frame. */
export const CONDITION_DEPTH_MAX = 1000;

/** Attributes that a host declares, since comparisons between attributes are checked pair by pair. */
export const ATTRIBUTES_MAX = 100;

/**
 * Steps of the search for a case in which a rule matches. Rules that people write take a few steps for each condition;
 * a rule that needs more is a puzzle, and is refused with advice instead of searched for minutes.
 */
export const RULE_SEARCH_STEPS_MAX = 2_000_000;

/** Steps of the search for advice on a refusal, which must not cost much more than an allowed command. */
export const ADVICE_STEPS_MAX = 50_000;

/** Owners of one call of `owners`: a page of audit events has an actor and an owner for each event. */
export const OWNERS_AT_ONCE_MAX = 2 * PAGE_SIZE_MAX;

/** Targets of one call of `can`, which decides them all without yielding to other requests. */
export const DECISIONS_AT_ONCE_MAX = 1000;

/** Roles that one reason names, since it is a code in logs and answers and not a list. */
export const ADVICE_ROLES_MAX = 4;

/** Code points of a `User-Agent` that a session keeps; browsers send up to some 200. */
export const USER_AGENT_LENGTH_MAX = 256;

/** Code points of a request id that an audit event keeps; a UUID has 36, and a W3C trace context 55. */
export const REQUEST_ID_LENGTH_MAX = 128;

/**
 * Equal refusals of one actor within this time are one audit event with a count, so that a client in a loop leaves one
 * row a minute and not hundreds a second.
 */
export const REFUSAL_WINDOW_MS = 60 * 1000;

/**
 * The time after which a client that takes nothing more of a streamed list is cut off. Memory holds one page for each
 * stream, and a connection is all that a slow reader costs, but there are not many of those.
 */
export const STREAM_STALLED_MS = 30 * 1000;
