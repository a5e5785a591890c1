// Ava loads this before every test file, which then fails if any answer differs from the OpenAPI document, whether or
// not a test looks at the answer. It is in this folder because it must import the same ava that runs the tests.
import { registerCompletionHandler } from 'ava';
import { takeViolations, watch } from '../../packages/test-openapi/dist/watch.js';

watch();

// This runs at the end, because an exception in the middle of a socket would end the process and its databases.
registerCompletionHandler(() => {
  const violations = takeViolations();
  if (violations.length > 0) throw new Error(`Not as the document promises:\n${violations.join('\n')}`);
  // A connection that a test has cut could otherwise keep its worker, and ava, waiting forever.
  process.exit();
});
