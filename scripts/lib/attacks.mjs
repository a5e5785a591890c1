// The attacks on the whole system that once succeeded, the state now, and the tests that show it, named by the
// beginnings of their titles. `check/requirements.mjs` makes a table of them and fails if there is no such test.

/** The attacks. One without tests says in `now` why no test is possible. */
export const ATTACKS = [
  {
    id: 'W1',
    attack:
      'SQL as an object: a member of a client’s JSON, which a host passes on, is treated as a piece of SQL',
    now: 'Only `sql` can make SQL, in a private member that JSON cannot have. Every input of every command is read once and then checked, so that a getter cannot change it afterwards.',
    tests: [
      '…: for any input, a command returns or throws an error of the library',
      '…: invalid versions, tokens and ids are refused as such',
      '…: an invalid value for a column is refused, and is not sent',
    ],
  },
  {
    id: 'W2',
    attack:
      'A request that began before its sender was demoted, disabled, logged out or deleted takes effect half a minute later, because of a slow body or the hash queue, and makes its sender an administrator again',
    now: 'The transaction that writes compares the authority version of the acting user with that of the decision (A3). If the user or the credential is gone, the answer is that for a new request; after a change of the role, the policy decides again.',
    tests: [
      'storage: after …, no command that was decided before commits or leaves a trace',
      'storage: every command waits for a demotion in progress, and stops once that commits',
      'a disabled administrator cannot make another user an administrator',
    ],
  },
  {
    id: 'W3',
    attack:
      'A thief with the session of an administrator changes their password and address through the management of users, without the current password',
    now: 'Users can change their own only through one command, which requires the current password (A8); changing those of others needs a password entered within the last ten minutes.',
    tests: [
      'users.setPassword, users.change: R6 they refuse one’s own password and address; the only other way requires the current password',
      '…: it needs the password within the last ten minutes, by login or confirmation',
    ],
  },
  {
    id: 'W4',
    attack:
      'A thief with a session registers an access key that never expires; it survives a change of the password, the end of all sessions and a reset by an administrator',
    now: 'Registering a key needs a password entered within the last ten minutes. Keys expire within the maximum of the host. They end when another user sets the password, and, if requested, when the user changes it.',
    tests: [
      'R26 accessKeys.register: a key expires within the maximum of the host, even if the request has no expiry',
      'R14 R26 accessKeys: a new password revokes them if its user requests it, and always if another user sets it',
      'users.setPassword: no access key survives a reset that overlaps its registration',
    ],
  },
  {
    id: 'W5',
    attack: '36 slow guesses at a time, each from another /64 of one /56, keep all users from logging in',
    now: 'The hash queue has a share for every network, at /48, /56 and /64 or /24 and address, and half of the turns for networks with earlier logins. A guess is counted before it waits.',
    tests: [
      'logIn: R12 a flood from … does not keep users out of networks with earlier logins',
      'logIn: R12 a flood from … does not keep users out of their own networks',
      'logIn: R12 an attempt that loses its place in the queue is not counted',
      'FairQueue: a new member of a full queue takes the place of the last of the largest group, down to equal parts',
    ],
  },
  {
    id: 'W6',
    attack: 'The time for one wrong password reveals whether an account has a hash of an older cost',
    now: 'Every check does the work of a hash at the present cost, also for an older or unreadable hash, a disabled user, or an unknown address.',
    tests: [
      'logIn: R10 a refusal does the work of one present hash, whatever is stored for the account',
      'logIn: R7 a right password with a hash of an older cost does the work of two hashes, once',
    ],
  },
  {
    id: 'W7',
    attack:
      'Another role plants a function in a schema of the search path, which the library’s functions then call with the rights of the server',
    now: 'The functions look up every name in `pg_catalog` or in their own schema. Statements compare columns of domains, for which only the owner may create an operator. A search path that begins with a missing schema is refused. [A page](database-rights.md) has the roles and their rights.',
    tests: [
      'postgres: the functions do not call what another role plants in the schema',
      'postgres: another role cannot create a function or operator for a domain of the library',
      'postgres: the search path … is refused, since it begins with a missing schema',
      'PostgreSQL, as the role that serves: it cannot …',
    ],
  },
  {
    id: 'W8',
    attack:
      'The example for Fastify passes no client address, so that fifty wrong passwords lock out all users; and its source contains the password of an administrator',
    now: 'The examples pass the address of the client, and no source contains a password.',
    tests: [
      '…: a client behind the proxy that guesses passwords does not lock out other clients',
      '…: X-Forwarded-For from a peer that is no proxy is ignored',
      'R13 no example creates a user with a password from its source',
    ],
  },
  {
    id: 'W9',
    attack:
      'A user finds out which addresses have accounts, sixty a second, by changing their own address; and takes the address of another person before they register',
    now: 'A user who may not list users learns at most five times an hour whether an address is taken, over all commands, and the refusals are in the audit. An address that users set themselves is theirs until an administrator sets it for another user: then they get back their previous one, which stayed reserved ([decision 21](decisions/0021-addresses-that-are-not-proven.md)).',
    tests: [
      'users.changeEmail: a user learns of a bounded number of addresses an hour, even with concurrent requests',
      'users.changeEmail: that an address was free counts too, and a wrong password does not',
      'users.create: for actors that may not list users, only taken addresses count',
      'users.create: an administrator can use an address that a user has taken, and that user has the previous one again',
      'users.add: taking an address and the next change of its holder wait for each other',
    ],
  },
  {
    id: 'W10',
    attack:
      'An attacker guesses an account from many networks until it is refused; one more guess, from a network that its owner uses, reveals that the account exists and logs in from there',
    now: 'A wrong password has the same count, answer and work from every network. From the usual networks of the account, only the right password gets in.',
    tests: [
      'logIn: R10 R12 where an account logs in, nobody can tell from answers, counts or work, however much it is guessed',
      'logIn: R12 at a new place, a right password of a guessed account is not compared, and counts like a wrong one',
    ],
  },
  {
    id: 'W11',
    attack:
      'A user uses an idempotency key that an administrator will use for them: the administrator’s create returns a deleted resource, and leaves no event',
    now: 'A key belongs to the actor and the owner.',
    tests: [
      'POST /users/{id}/resources: the user’s own key is not the administrator’s',
      'resources.create: a key belongs to the actor and the owner (I3)',
    ],
  },
  {
    id: 'W12',
    attack:
      'An administrator’s access key changes the address of another administrator, or creates an administrator who then sets passwords',
    now: 'One list in the policy has all actions that keys can never do: a key cannot set a password, an address or a role, create an administrator, or end a session.',
    tests: ['R26 accessKeys: a key cannot touch credentials, not even an administrator’s, under any policy'],
  },
  {
    id: 'W13',
    attack:
      'A logged-in user requests a missing resource in a loop, and each refusal is a row of the audit that is kept for 400 days; or logs in in a loop, and each login is a session',
    now: 'Equal refusals of one actor within a minute are one event with a count, whatever ids the client invents. A login beyond the limit ends the least recently used session.',
    tests: [
      'auditEvents.list: equal refusals of one actor within a minute are one event with their count',
      'auditEvents.list: refusals of invented ids leave one event, whatever the client requests',
      'GET /audit-events: equal refusals are one event with their count',
      'sessions.add: a login beyond the bound ends the session least recently used',
    ],
  },
  {
    id: 'W14',
    attack: 'One address opens all connections that the server accepts, and no other client gets an answer',
    now: 'Each client has a limit; further connections are closed, counted and logged. A trusted proxy has to limit its own connections.',
    tests: [],
  },
  {
    id: 'W15',
    attack: 'A process out of file descriptors answers 500 and reports defects',
    now: 'The server reserves descriptors for its database and files; if one is missing all the same, the answer is a 503.',
    tests: [],
  },
  {
    id: 'W16',
    attack:
      'With a large limit for bodies, a body with many escapes causes a 500, and one with many members blocks the process for a quarter of a minute',
    now: 'Bodies are scanned once, without recursion or a regular expression for the whole, and their members are counted before anything is validated.',
    tests: [],
  },
  {
    id: 'V1',
    attack: 'No log and no audit event says which account was attacked last night',
    now: 'The log of the server has the id of the account whose password was refused. The audit has one event for each account, hour and reason, with the number of refusals.',
    tests: [
      'logIn: R80 refused logins of an account are one audit event an hour for each reason, with a count, and so are those of unknown addresses',
      'the log: R80 a refused password is logged with the account, if there is one, and the answer does not reveal it',
    ],
  },
  {
    id: 'V2',
    attack: 'A hundred wrong passwords an hour from twenty networks keep a user from their first login',
    now: 'Unchanged: every network is new for a new user, so an exception for them would also help a guesser.',
    tests: [
      'logIn: R12 at a new place, a right password of a guessed account is not compared, and counts like a wrong one',
    ],
  },
  {
    id: 'V3',
    attack:
      '`GET /v1/sessions` shows only the hundred newest sessions, so that the session of an attacker can stay hidden',
    now: 'A user has no more sessions than the list shows: a login beyond the limit ends the least recently used one.',
    tests: ['sessions.add: a login beyond the bound ends the session least recently used'],
  },
  {
    id: 'V4',
    attack: 'Any client can choose the request id in the log (`X-Request-Id`)',
    now: 'The header is trusted from trusted proxies only.',
    tests: ['the app: a valid request id of a trusted proxy is kept, any other is replaced'],
  },
  {
    id: 'V5',
    attack: 'After `Transfer-Encoding` in HTTP/1.0, or together with `identity`, the connection stays open',
    now: 'The answer is a 400 that closes the connection.',
    tests: ['body: a transfer coding beside chunks is a 400 at the end of the connection'],
  },
  {
    id: 'V6',
    attack: 'A page in an operator’s browser reads the metrics on the loopback by DNS rebinding',
    now: 'The metrics are served for IP addresses, `localhost` and the configured host names; any other is a 421.',
    tests: ['metrics: a host name that a web page could have invented is refused, on every path'],
  },
  {
    id: 'V7',
    attack: 'Domains that look like others, and names with control characters or a change of direction',
    now: 'Such names are refused. Domains are compared in their ASCII form and shown as entered, [for a reason](#names-and-addresses-that-deceive).',
    tests: [
      '…: characters that could move the text around a name are refused, and those that languages need are accepted',
    ],
  },
  {
    id: 'V8',
    attack:
      '`JSON.parse(\'{"type":"system","name":"x"}\')` is accepted as an actor at run time, and may do everything',
    now: 'Only objects that the library has made are actors; all others, including copies, are refused.',
    tests: ['memory: an actor cannot be forged, not even from a genuine one'],
  },
  {
    id: 'V9',
    attack: "`authenticate({ bearer: ['A…'] })` ends in a TypeError of `node:crypto`",
    now: 'The answer is `invalid-token`.',
    tests: ['…: invalid versions, tokens and ids are refused as such'],
  },
  {
    id: 'V10',
    attack:
      'A right password is accepted beyond the limit, although the page says that it is not even compared',
    now: 'Intended if it was right a moment ago or the account logs in from that network. The page says so.',
    tests: [
      'authenticate: R12 remembered passwords are no way around the throttle',
      'logIn: R12 one client is bounded over all accounts, and one account over all clients, but never where its owner logs in',
    ],
  },
  {
    id: 'V11',
    attack:
      'A range such as `uniquelocal` in `trustedProxies` lets every client inside it choose its address',
    now: 'Unchanged: that is the meaning of a range. The server warns once about the header of an untrusted peer, and about one without an address.',
    tests: ['the log: it warns once about X-Forwarded-For of a peer that is not trusted'],
  },
  {
    id: 'V12',
    attack:
      'Users cannot recognise the login of an attacker in the list of sessions, and no audit event names its request',
    now: 'A session and the event of its login contain the address and the user agent, in one line of limited length. Each event of an actor names the request, as the log does.',
    tests: [
      'GET /sessions: each has the address it was created from, and a forged header has no effect',
      'auditEvents.list: every event of an actor names the request, whatever the credential',
      'sessions.logIn: the user agent and the request id are kept in one line and within a bound',
      'the log: an audit event has the request id of its line in the log',
    ],
  },
];
