/** Every bound of the library, by name, with its reason. Nothing here is tuned per deployment. */

/** The largest integer that JSON clients, JavaScript and both databases hold exactly: 2^53 − 1. */
export const LIMIT_MAX = Number.MAX_SAFE_INTEGER;

/**
 * The most one resource may demand of one meter. Four million resources of this size fit below
 * `LIMIT_MAX`, so that an unlimited `used` stays an exact integer.
 */
export const DEMAND_MAX = 2 ** 31 - 1;

/** Meters in one demand: each costs a locked row per create. */
export const METERS_PER_KIND_MAX = 16;

/** Kind, meter, role and rule names appear in URLs, keys and logs. */
export const IDENTIFIER_LENGTH_MAX = 64;

/** Code points of a resource's name: enough for any label, small enough for a list of 100. */
export const RESOURCE_NAME_LENGTH_MAX = 255;

/** RFC 5321 section 4.5.3.1: local part 64 octets, and a path of 256 octets with its brackets. */
export const EMAIL_LENGTH_MAX = 254;
export const EMAIL_LOCAL_LENGTH_MAX = 64;

/** NIST SP 800-63B-4 section 3.1.1.2: 15 for a single-factor password, never below 8. Code points. */
export const PASSWORD_LENGTH_MIN_DEFAULT = 15;
export const PASSWORD_LENGTH_MIN_FLOOR = 8;

/** Long enough for any passphrase, short enough that normalising and hashing it costs nothing. */
export const PASSWORD_LENGTH_MAX = 1024;

/**
 * Guesses that a password made of common ones must take: some eight million, which are all pairs of the three
 * thousand most common. At the hundred an hour that the login throttle lets through, a guesser needs nine years.
 */
export const COMMON_PASSWORD_GUESSES_MIN = 2 ** 23;

/**
 * How often a command is decided anew because the authority of its actor changed before it committed. Once is
 * the rule; a user who ends many sessions one after the other can change it a few times more.
 */
export const AUTHORITY_RENEWALS_MAX = 3;

/**
 * How many holders of an unproven address, one after the other, an administrator’s command looks at before the address
 * counts as taken. A second one must have taken it in the milliseconds since the first was looked at.
 */
export const UNPROVEN_HOLDERS_MAX = 3;

/** What a password must not be made of, while the host has not said what users call its service. */
export const SERVICE_NAME_DEFAULT = 'bailiwick';

/**
 * Hashes computed at once in one process: at the recommended cost each takes 128 MiB, and one of the four
 * threads that Node also reads files and resolves host names with.
 */
export const HASHES_AT_ONCE_MAX = 2;

/** Hashes that may wait: some eight seconds' worth, after which a caller has given up. */
export const HASH_QUEUE_MAX = 32;

/**
 * N·r·p of a scrypt hash, made or read: 32 times the recommended cost, some sixteen seconds. A corrupt or
 * planted header must not keep a core busy for hours.
 */
export const SCRYPT_COST_MAX = 2 ** 25;

/** What `scrypt-kdf` lets OpenSSL take at most; above, it throws. */
export const SCRYPT_MEMORY_BYTES_MAX = 2 ** 31 - 1;

/** Logins that wait for others of the same account or client: as many as a few offices have people. */
export const LOGIN_WAITING_MAX = 200;

/** Those above try again when some hashes are done. */
export const LOGIN_WAITING_RETRY_MS = 2000;

/**
 * Wrong passwords of one account from one client network (an IPv4 address, an IPv6 /64) in a quarter of an
 * hour: room for the mistakes of people, and 175 thousand guesses a year.
 */
export const LOGIN_ATTEMPTS_MAX = 5;
export const LOGIN_WINDOW_MS = 15 * 60 * 1000;

/** The same over all accounts: an office behind one address has room, and who sprays one password has not. */
export const LOGIN_ATTEMPTS_PER_ADDRESS_MAX = 50;

/** Wrong passwords of one account in an hour, from all networks that it has not logged in from lately. */
export const LOGIN_ATTEMPTS_PER_ACCOUNT_MAX = 100;
export const LOGIN_ACCOUNT_WINDOW_MS = 60 * 60 * 1000;

/**
 * Answers in an hour that tell a user whether an address has an account: room for a mistake or two about one's own, and
 * 44 thousand addresses a year. Whoever may list users is not bound: they know.
 */
export const ADDRESS_QUESTIONS_MAX = 5;
export const ADDRESS_QUESTIONS_WINDOW_MS = 60 * 60 * 1000;

/** How long a network counts as known to an account after it logged in from there. */
export const LOGIN_KNOWN_ADDRESS_TTL_MS = 30 * 24 * 60 * 60 * 1000;

/** Clients whose last right password one process remembers, and for how long: see `PasswordMemo`. */
export const PASSWORD_MEMO_COUNT_MAX = 1000;
export const PASSWORD_MEMO_TTL_MS = 5 * 60 * 1000;

/** Key of the digests by which one process recognises passwords: as long as the digest. */
export const PROCESS_KEY_BYTES = 32;

/** RFC draft `idempotency-key-header` names no bound; 255 visible ASCII characters hold any UUID or hash. */
export const IDEMPOTENCY_KEY_LENGTH_MAX = 255;

/** How long a repeated create is recognised, at least. Records older than this may be swept. */
export const IDEMPOTENCY_TTL_MS = 24 * 60 * 60 * 1000;

/** Objects within objects in the input of a command: limits, a version and a signature are members of one. */
export const INPUT_DEPTH_MAX = 4;

/** Code points of a text in a version that a caller has read: the longest of a name, an address and a role. */
export const VERSION_TEXT_LENGTH_MAX = 255;

/** Code points that the audit log keeps of a text which was refused before anybody looked at it. */
export const AUDIT_TEXT_LENGTH_MAX = 255;

/** How far a clock may step back and ids still ascend: what time servers correct at once, and no more. */
export const CLOCK_HOLD_MAX_MS = 5 * 60 * 1000;

/** One page of a list. */
export const PAGE_SIZE_DEFAULT = 20;
export const PAGE_SIZE_MAX = 100;

/** Opaque token of a session: 256 bits from a cryptographic source (OWASP ASVS 5.0, 7.2.3 asks for 128). */
export const SESSION_TOKEN_BYTES = 32;

/** A session ends after 7 days without use, and after 30 days in any case. */
export const SESSION_IDLE_TTL_MS = 7 * 24 * 60 * 60 * 1000;
export const SESSION_ABSOLUTE_TTL_MS = 30 * 24 * 60 * 60 * 1000;

/** As many as one page of a list shows: a session that somebody else has opened is among those that its user sees. */
export const SESSIONS_PER_USER_MAX = 100;

/**
 * For how long a password that was given counts as proof that the person is there: long enough for a page of
 * administration, too short for a machine that was left unlocked over lunch.
 */
export const CONFIRMATION_TTL_MS = 10 * 60 * 1000;

/**
 * `lastUsedAt` is written at most this often, so that reads do not turn into writes; where a host lets sessions be idle
 * for less than an hour, this many times within that. An idle session thus never outlives its limit, and one in use
 * ends at most a sixtieth of it, a minute at most, too early.
 */
export const SESSION_TOUCH_INTERVAL_MS = 60 * 1000;
export const SESSION_TOUCHES_PER_IDLE_TTL = 60;

/** Code points of an access key's name. */
export const ACCESS_KEY_NAME_LENGTH_MAX = 255;

/** Enough for every machine of a team to have its own, few enough to be answered in one list. */
export const ACCESS_KEYS_PER_USER_MAX = 100;

/** A key that nobody thinks of any more ends by itself within a year, unless the host allows more, or less. */
export const ACCESS_KEY_TTL_MAX_MS = 365 * 24 * 60 * 60 * 1000;

/** An Ed25519 key in PEM has 113 characters; this leaves room for carriage returns and blank lines. */
export const PUBLIC_KEY_LENGTH_MAX = 256;

/** `lastUsedAt` of an access key is written at most this often, as that of a session. */
export const ACCESS_KEY_TOUCH_INTERVAL_MS = 60 * 1000;

/** A signature is valid for five minutes at most: so long its nonce has to be remembered. */
export const SIGNATURE_TTL_MAX_MS = 5 * 60 * 1000;

/** How far the clocks of signers and servers may differ. */
export const SIGNATURE_CLOCK_SKEW_MS = 30 * 1000;

/** 16 characters of base64 are 96 random bits; 64 hold a SHA-256 in hexadecimal. */
export const SIGNATURE_NONCE_LENGTH_MIN = 16;
export const SIGNATURE_NONCE_LENGTH_MAX = 64;

/** Key of the HMAC that authenticates cursors, and the bytes of it that a cursor carries. */
export const CURSOR_KEY_BYTES = 32;
export const CURSOR_TAG_BYTES = 16;

/** Refused logins of one account within this time are one audit event: a flood does not fill the disk. */
export const REFUSED_LOGINS_WINDOW_MS = 60 * 60 * 1000;

/** How long audit events are kept unless the host says otherwise: a year, and a month to look back on it. */
export const AUDIT_RETENTION_MS = 400 * 24 * 60 * 60 * 1000;

/** The clocks of processes differ: what is past its time is swept only when it has been for so long. */
export const SWEEP_MARGIN_MS = 5 * 60 * 1000;

/** Rows deleted by one statement of a sweep, and the pause after it, in which other writers have their turn. */
export const SWEEP_BATCH_ROWS = 500;
export const SWEEP_PAUSE_MS = 20;

/**
 * Rows that one transaction deletes together with their user: resources, idempotency keys and nonces. A deletion of
 * more goes in steps.
 */
export const DELETE_AT_ONCE_ROWS_MAX = 1000;

/** Rows deleted by one step of a larger deletion; the pause after each is `SWEEP_PAUSE_MS`. */
export const DELETION_STEP_ROWS = 500;

/** Users whose deletion is under way that `finishDeletions` reads at once. */
export const DELETIONS_AT_ONCE_MAX = 100;

/** Owners examined by one step of `verify`: bounds its memory and the length of its statements. */
export const VERIFY_BATCH_OWNERS = 200;

/** Characters of a rule's name: a sentence that fits on a line of a review. */
export const RULE_NAME_LENGTH_MAX = 200;

/** Characters of an action's and of an attribute's name; both stand in logs, and actions in the audit. */
export const ACTION_NAME_LENGTH_MAX = 100;
export const ATTRIBUTE_NAME_LENGTH_MAX = 64;

/** Characters of an id in a rule, and of an id that the audit keeps of a host's target: a UUID has 36. */
export const POLICY_ID_LENGTH_MAX = 255;

/** Characters of a text that a rule compares an attribute with. */
export const ATTRIBUTE_TEXT_LENGTH_MAX = 1024;

/**
 * Conditions in one policy, each atom and each `all`, `any` and `not` counted. A list binds at most one value for
 * each, and SQLite takes 32,766 in a statement.
 */
export const POLICY_CONDITIONS_MAX = 20_000;

/** Ids, roles and kinds named by one policy. They are bound as one value for each list of them. */
export const POLICY_NAMES_MAX = 200_000;

/** Levels of `all`, `any` and `not`, one within the other: each takes a frame of the stack. */
export const CONDITION_DEPTH_MAX = 1000;

/** Attributes that a host declares: comparisons of attributes with each other are checked pair by pair. */
export const ATTRIBUTES_MAX = 100;

/**
 * Steps of the search for a case in which a rule matches. Rules that a person wrote take a few steps for each
 * condition; a rule that needs more is a puzzle, and is refused with advice instead of being searched for minutes.
 */
export const RULE_SEARCH_STEPS_MAX = 2_000_000;

/** Steps of the search for what would open a way: a refusal must not cost much more than an allow. */
export const ADVICE_STEPS_MAX = 50_000;

/** Targets that one question can be about: they are decided without a pause, in which a process answers nobody else. */
export const DECISIONS_AT_ONCE_MAX = 1000;

/** Roles that one reason names: it is a code in logs and answers, not a list. */
export const ADVICE_ROLES_MAX = 4;

/** Code points of a `User-Agent` that a session keeps: those of browsers have up to some 200. */
export const USER_AGENT_LENGTH_MAX = 256;

/** Code points of a request id that an audit event keeps: a UUID has 36, a W3C trace context 55. */
export const REQUEST_ID_LENGTH_MAX = 128;

/**
 * Equal refusals of one actor within so long are one audit event with their count: somebody who asks in a loop
 * leaves one row a minute, not hundreds a second.
 */
export const REFUSAL_WINDOW_MS = 60 * 1000;
