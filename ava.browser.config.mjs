/** What needs a browser on the machine, and so is no part of `pnpm test`. */
export default {
  files: ['examples/*/dist-test/**/*.browser.js'],
  require: ['./scripts/lib/require-documented.mjs'],
  timeout: '2m',
  // One browser at a time: six on two cores take half a minute for each page.
  serial: true,
};
