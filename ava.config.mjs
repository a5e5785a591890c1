/** One ava over all packages: `pnpm -r test` would stop at the first package that fails. */
export default {
  files: ['packages/*/dist-test/**/*.test.js', 'examples/*/dist-test/**/*.test.js'],
  // Every answer that a test receives is held against the OpenAPI document.
  require: ['./scripts/lib/require-documented.mjs'],
  timeout: '2m',
  // Two cores; each worker drives a database and some start servers of their own.
  concurrency: 3,
};
