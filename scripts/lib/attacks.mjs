// The attacks on the whole system that once succeeded, the state now, and the tests that show it, named by the
// beginnings of their titles. `check/requirements.mjs` makes a table of them and fails if there is no such test.

/** The attacks. One without tests says in `now` why no test is possible. */
export const ATTACKS = [
  {
    id: 'W1',
    attack: 'SQL as an object: a member of a client’s JSON that a host hands on is taken for a piece of SQL',
    now: 'Only what `sql` has made is SQL, which is in a private member that JSON cannot make. Every input of every command is checked when it is read, once, so that a getter cannot change it afterwards.',
    tests: [
      '…: whatever a command is given, it answers or throws an error of the library',
      '…: what is no version, no token or no id of its own is refused as such',
      '…: what is no value of a column is refused in the place of one, and is not sent',
    ],
  },
  {
    id: 'W2',
    attack:
      'A request that began before its sender was demoted, disabled, logged out or deleted acts half a minute later, by a slow body or in the hash queue, and makes its sender an administrator again',
    now: 'The transaction that writes compares the authority version of the user who acts with the one that was decided with (A3). What is gone is refused as for a new request; a changed role is decided anew.',
    tests: [
      'storage: after …, no command commits that was decided before, and none leaves a trace',
      'storage: every command waits for a demotion that is under way, and stops when it has committed',
      'whoever is disabled makes nobody an administrator any more',
    ],
  },
  {
    id: 'W3',
    attack:
      'With a stolen session, an administrator’s own password and address are changed through the management of users, without the current password',
    now: 'One’s own have one door, which asks for the current password (A8); those of others need a password that was given within the last ten minutes.',
    tests: [
      'users.setPassword, users.change: R6 one’s own password and address have one door, which asks for the current password',
      '…: it needs the password within the last ten minutes, by login or confirmation',
    ],
  },
  {
    id: 'W4',
    attack:
      'With a stolen session an access key is registered that never expires, and it survives a change of password, the end of all sessions and a reset by an administrator',
    now: 'Making a key needs the password of the last ten minutes. Keys expire within the maximum of the host. A password that somebody else sets ends them, and a change of one’s own does if it is asked to.',
    tests: [
      'R26 accessKeys.register: a key expires within the maximum of the host, also when nobody has said when',
      'R14 R26 accessKeys: a new password ends them when its user asks for it, and always when somebody else sets it',
      'users.setPassword: no access key outlives a reset that it overlaps',
    ],
  },
  {
    id: 'W5',
    attack: '36 slow guesses at a time, each from another /64 of one /56, keep everybody from logging in',
    now: 'The hash queue has a share for every network, at /48, /56 and /64 or /24 and address, and half of the turns for networks that somebody has logged in from. A guess is counted before it waits.',
    tests: [
      'logIn: R12 a flood from … keeps nobody from logging in where people have before',
      'logIn: R12 a flood from … keeps nobody from logging in from a network of their own',
      'logIn: R12 whoever loses a place to somebody else has not been counted',
      'FairQueue: whoever comes to a full queue takes the place of the last of the largest group, down to equal parts',
    ],
  },
  {
    id: 'W6',
    attack: 'One wrong password tells whether an account has a hash of an older cost, by the time it takes',
    now: 'A check does the work of a hash of today’s cost, whatever is stored: an older hash, one that cannot be read, a disabled user, or nobody.',
    tests: [
      'logIn: R10 whatever is stored for an account, a refusal is the work of one hash of today',
      'logIn: R7 a right password of an older cost is the work of two hashes, once',
    ],
  },
  {
    id: 'W7',
    attack:
      'Another role plants a function in a schema of the search path, which the library’s functions then call with the rights of the server',
    now: 'The functions look up every name in `pg_catalog` or in their own schema. Statements compare columns of domains, in which nobody but the owner may make an operator. A search path that begins with a schema that is not there is refused. [A page](database-rights.md) has the roles and their rights.',
    tests: [
      'postgres: what another role plants in the schema is not called by the functions',
      'postgres: another role makes no function or operator that takes a domain of the library',
      'postgres: the search path … is refused, since it begins with a schema that is not there',
      'PostgreSQL, as the role that serves: it cannot …',
    ],
  },
  {
    id: 'W8',
    attack:
      'The example on Fastify gives no client address, so that fifty wrong passwords lock everybody out; and its source has the password of an administrator',
    now: 'The examples say who the client is, and no source has a password.',
    tests: [
      '…: a client behind the proxy that guesses passwords locks out nobody else',
      '…: an X-Forwarded-For from elsewhere than a proxy makes no other client',
      'R13 no example makes a user whose password is in its source',
    ],
  },
  {
    id: 'W9',
    attack:
      'A user asks which addresses have accounts, sixty a second, by changing their own; and takes the address of somebody else before they come',
    now: 'A user who may not list users is told five times an hour whether an address is taken, by any command, and what is refused is in the audit. An address that users give to themselves is theirs until an administrator gives it to another user: they then have the one before again, which stayed theirs ([decision 21](decisions/0021-addresses-that-are-not-proven.md)).',
    tests: [
      'users.changeEmail: however many ask at once, a user is told of so many addresses an hour',
      'users.changeEmail: that an address was free counts too, and a wrong password does not',
      'users.create, users.change: of those who may not list users, only addresses that are taken count',
      'users.create: an administrator gets an address that a user has taken, and the user has the one before',
      'users.add: a claim and the next change of the one who has the address wait for each other',
    ],
  },
  {
    id: 'W10',
    attack:
      'An account is guessed from many places until it is refused; one guess more, from a network that its owner uses, tells that the account exists and logs in from there',
    now: 'A wrong password is counted, answered and computed alike wherever it comes from. Where the account logs in, only its right password gets in.',
    tests: [
      'logIn: R10 R12 where an account logs in, nobody can tell from answers, counts or work, however much it is guessed',
      'logIn: R12 at a new place, a right password of a guessed account is not compared, and counts like a wrong one',
    ],
  },
  {
    id: 'W11',
    attack:
      'A user takes an idempotency key that an administrator will use for them: the administrator’s create is answered with a resource that is deleted, and leaves no event',
    now: 'A key belongs to the actor and the owner.',
    tests: [
      'POST /users/{id}/resources: the user’s own key is not the administrator’s',
      'resources.create: a key belongs to the actor and the owner (I3)',
    ],
  },
  {
    id: 'W12',
    attack:
      'An administrator’s access key changes the address that another administrator logs in with, or makes an administrator who then sets passwords',
    now: 'What keys never do is one list in the policy: it sets no password, address or role, makes no administrator, and ends no session.',
    tests: ['R26 accessKeys: a key cannot touch credentials, not even an administrator’s, under any policy'],
  },
  {
    id: 'W13',
    attack:
      'A user who is logged in asks for a resource that is not there in a loop, and each refusal is a row of the audit that is kept for 400 days; or logs in in a loop, and each login is a session',
    now: 'Equal refusals of one actor within a minute are one event with their count, whatever ids the client makes up. A login beyond the bound ends the session least recently used.',
    tests: [
      'auditEvents.list: equal refusals of one actor within a minute are one event with their count',
      'auditEvents.list: what a client makes up leaves one event, whatever it asks for',
      'GET /audit-events: equal refusals are one event with their count',
      'sessions.add: a login beyond the bound ends the session least recently used',
    ],
  },
  {
    id: 'W14',
    attack: 'One address opens all connections that the server takes, and nobody else gets an answer',
    now: 'A client has a bound of its own; what is beyond is closed, counted and logged. The connections of a trusted proxy are for the proxy to bound.',
    tests: [],
  },
  {
    id: 'W15',
    attack: 'A process out of file descriptors answers 500 and reports defects',
    now: 'It keeps descriptors for its database and files, and where one is missing all the same the answer is a 503.',
    tests: [],
  },
  {
    id: 'W16',
    attack:
      'With a large limit for bodies, one of many escapes ends in a 500, and one of many members holds the process for a quarter of a minute',
    now: 'Bodies are walked once, without recursion or a regular expression over the whole, and their members are counted before anything is validated.',
    tests: [],
  },
  {
    id: 'V1',
    attack: 'Whose account was attacked last night is in no log and in no audit event',
    now: 'The log of the server has the id of the account whose password was refused. The audit has one event for each account, hour and reason, with their number.',
    tests: [
      'logIn: R80 refused logins of an account are one audit event an hour for each reason, with their number, and so are those of nobody',
      'the log: R80 a refused password says whose it was, where somebody has the address, and the answer does not',
    ],
  },
  {
    id: 'V2',
    attack:
      'A user who has never logged in is kept from it by a hundred wrong passwords an hour from twenty networks',
    now: 'Unchanged: every network is new for a new user, and what let them in would let a guesser in.',
    tests: [
      'logIn: R12 at a new place, a right password of a guessed account is not compared, and counts like a wrong one',
    ],
  },
  {
    id: 'V3',
    attack:
      '`GET /v1/sessions` shows the hundred newest and no sign of more, so that a login that is not theirs hides',
    now: 'A user has no more sessions than one list holds: a login beyond the bound ends the one least recently used.',
    tests: ['sessions.add: a login beyond the bound ends the session least recently used'],
  },
  {
    id: 'V4',
    attack: 'Anybody chooses the request id of the log (`X-Request-Id`)',
    now: 'It is believed from trusted proxies only.',
    tests: ['the app: a sane request id of a trusted proxy is kept, any other replaced'],
  },
  {
    id: 'V5',
    attack:
      '`Transfer-Encoding` in HTTP/1.0, or beside `identity`, is read or refused, and the connection kept',
    now: 'A 400 at the end of the connection.',
    tests: ['body: a transfer coding beside chunks is a 400 at the end of the connection'],
  },
  {
    id: 'V6',
    attack: 'A page in an operator’s browser reads the metrics on the loopback by DNS rebinding',
    now: 'They answer addresses, `localhost` and the host names that are configured; any other is a 421.',
    tests: ['metrics: a host name that a page could have made up is refused, on every path'],
  },
  {
    id: 'V7',
    attack: 'Domains that look like others, and names with control characters or a change of direction',
    now: 'Such names are refused. Domains are compared in their ASCII form and shown as given, [for a reason](#names-and-addresses-that-deceive).',
    tests: ['…: what would move the text around a name is refused, what languages need is taken'],
  },
  {
    id: 'V8',
    attack: '`JSON.parse(\'{"type":"system","name":"x"}\')` is an actor at run time, and may do everything',
    now: 'Actors are genuine objects that the library has made; any other, a copy included, is refused.',
    tests: ['memory: an actor cannot be forged, not even from one that is genuine'],
  },
  {
    id: 'V9',
    attack: "`authenticate({ bearer: ['A…'] })` ends in a TypeError of `node:crypto`",
    now: 'It is `invalid-token`.',
    tests: ['…: what is no version, no token or no id of its own is refused as such'],
  },
  {
    id: 'V10',
    attack: 'A right password gets in beyond the bound, while the page says that it is not even compared',
    now: 'Intended, where it was right a moment ago or the account logs in from there. The page says so.',
    tests: [
      'authenticate: R12 what is remembered is no way around the throttle',
      'logIn: R12 one client is bounded over all accounts, and one account over all clients, but never where its owner logs in',
    ],
  },
  {
    id: 'V11',
    attack:
      'A range such as `uniquelocal` in `trustedProxies` lets every client inside it choose its address',
    now: 'Unchanged: that is what naming the range says. A header of a peer that is not trusted, and one that names no address, are warned of once.',
    tests: ['the log: X-Forwarded-For of a peer that is not trusted is warned of, once'],
  },
  {
    id: 'V12',
    attack:
      'Nothing in the list of sessions lets its user recognise a login that is not theirs, and no audit event says in which request it happened',
    now: 'A session and the event of its login keep the address and the user agent, in one line and within a bound. Each event of an actor names the request, as the log does.',
    tests: [
      'GET /sessions: each says where it came from, and a forged header says nothing',
      'auditEvents.list: every event of an actor names the request, whatever the actor came with',
      'sessions.logIn: the user agent and the request id are kept in one line and within a bound',
      'the log: an audit event names the line of the request that it happened in',
    ],
  },
];
