// What got through once in an attack on the whole, what became of it, and the tests that show it by the beginnings of
// their titles. `requirements.mjs` makes a table of it and fails when there is no such test.

/** Without tests where nothing can fail: then `now` says why. */
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
    now: 'The functions look up every name in `pg_catalog` or in their own schema. A search path that begins with a schema that is not there is refused. [A page](database-rights.md) has the roles and their rights.',
    tests: [
      'postgres: what another role plants in the schema is not called by the functions',
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
      '… that guesses passwords locks out nobody else',
      'an X-Forwarded-For from elsewhere than the proxy makes no other client',
      'R13 no example makes a user whose password is in its source',
    ],
  },
];
