/** What needs a browser on the machine, and so is no part of `pnpm test`. */
export default {
  files: ['examples/*/dist-test/**/*.browser.js'],
  timeout: '2m',
};
