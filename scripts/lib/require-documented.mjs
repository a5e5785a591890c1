// Loaded by ava before every test file: an answer that the OpenAPI document does not promise fails the file,
// whoever asked for it and whatever they made of it. It stands here since it must meet the very ava that runs.
import { registerCompletionHandler } from 'ava';
import { takeViolations, watch } from '../../packages/test-openapi/dist/watch.js';

watch();

// At the end, since an exception in the middle of a socket would end the process, databases and all.
registerCompletionHandler(() => {
  const violations = takeViolations();
  if (violations.length > 0) throw new Error(`Not as the document promises:\n${violations.join('\n')}`);
  // A connection that a test has cut may keep its worker waiting for ever, and ava with it.
  process.exit();
});
