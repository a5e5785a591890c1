// The contests and their contestants. All contestants of a contest have the same database; the first is the reference.
const bailiwick = (name, options = {}) => ({
  name,
  module: 'src/http/contestants/bailiwick.mjs',
  options,
  isOurs: true,
});

/** Bailiwick with its defaults, on PostgreSQL and with its log. */
export const BAILIWICK = bailiwick('Bailiwick');

export const BY_HAND = {
  name: 'hand-written, Koa + pg, one statement',
  module: 'src/http/contestants/hand-written-postgres.mjs',
};

const sqlite = (driver) => ({
  name: `SQLite by ${driver}`,
  database: 'sqlite',
  contestants: [
    {
      name: `hand-written, Koa + ${driver}, one statement`,
      module: 'src/http/contestants/hand-written-sqlite.mjs',
      options: { driver },
    },
    bailiwick('Bailiwick', { driver }),
  ],
});

export const CONTESTS = [
  {
    name: 'PostgreSQL',
    database: 'postgres',
    contestants: [
      BY_HAND,
      BAILIWICK,
      { ...bailiwick('Bailiwick, not logging requests', { logLevel: 'warn' }), isExtra: true },
      { name: 'Feathers 5, Koa + Knex', module: 'peers/feathers.mjs', isPeer: true },
      { name: 'Better Auth, Koa + pg', module: 'peers/better-auth.mjs', isPeer: true },
    ],
  },
  sqlite('sqlite3'),
  sqlite('better-sqlite3'),
];
