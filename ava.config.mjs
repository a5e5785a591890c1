/** The longest files, which begin first: one that began last would leave a core without work. */
const LONGEST = [
  'storage-knex/dist-test/contract/postgres.test.js',
  'storage-knex/dist-test/contract/sqlite.test.js',
  'server/dist-test/cli.test.js',
  'storage-knex/dist-test/mutants/mutants.test.js',
  'storage-knex/dist-test/database-rights.test.js',
  'server/dist-test/lifecycle/start-stop.test.js',
  'server/dist-test/faults/kill.test.js',
  'server/dist-test/quota-race.test.js',
  'server/dist-test/six-stories.test.js',
  'storage-knex/dist-test/hostile-inputs.test.js',
  'http-koa/dist-test/authorization.test.js',
  'server/dist-test/login-race.test.js',
  'test-clients/dist-test/generated-clients.test.js',
  'server/dist-test/revoked-authority.test.js',
  'core/dist-test/policy/policy.test.js',
  'storage-knex/dist-test/member-lists.test.js',
];

function placeOf(path) {
  const place = LONGEST.findIndex((end) => path.endsWith(end));
  return place === -1 ? LONGEST.length : place;
}

/** One ava over all packages: `pnpm -r test` would stop at the first package that fails. */
export default {
  files: ['packages/*/dist-test/**/*.test.js', 'examples/*/dist-test/**/*.test.js'],
  // Every answer that a test receives is held against the OpenAPI document.
  require: ['./scripts/lib/require-documented.mjs'],
  sortTestFiles: (one, other) => placeOf(one) - placeOf(other) || one.localeCompare(other),
  timeout: '2m',
  // Two cores; each worker drives a database and some start servers of their own.
  concurrency: 3,
};
