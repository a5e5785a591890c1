// Writes the counts of ava to the file in BAILIWICK_TEST_COUNTS at the end of a run; scripts/test.mjs loads this into
// the main process of ava. Ava's own report counts the passed tests only if none failed, its TAP reporter crashes at a
// timeout (avajs/ava#3461, open), and it accepts no other reporters. Therefore this reads an internal class of ava; the
// version of ava is pinned, and scripts/test.mjs fails a run without counts.
import { writeFileSync } from 'node:fs';
import RunStatus from '../../node_modules/ava/lib/run-status.js';

let counts = null;
const { emitStateChange } = RunStatus.prototype;
RunStatus.prototype.emitStateChange = function (event) {
  counts = this.stats;
  return emitStateChange.call(this, event);
};

process.on('exit', () => {
  if (counts === null) return;
  const { passedTests, failedTests, failedHooks, uncaughtExceptions, unhandledRejections } = counts;
  // The remaining tests were cut off, by a timeout or by the end of their process.
  const failed = failedTests + failedHooks + uncaughtExceptions + unhandledRejections + counts.remainingTests;
  writeFileSync(process.env.BAILIWICK_TEST_COUNTS, JSON.stringify({ passed: passedTests, failed }));
});
