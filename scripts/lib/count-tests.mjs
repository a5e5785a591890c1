// Loaded into the main process of ava by scripts/test.mjs: when the run is over, it writes what ava has counted to
// the file in BAILIWICK_TEST_COUNTS. Ava's report for people says how many tests passed only when none failed, its
// TAP reporter crashes at a timeout (avajs/ava#3461, open), and it takes no reporter of somebody else's. So this
// reads a class that ava keeps to itself; ava is pinned, and scripts/test.mjs fails a run that nobody has counted.
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
  // Tests that were cut off, by a timeout or the end of their process, are those that remain.
  const failed = failedTests + failedHooks + uncaughtExceptions + unhandledRejections + counts.remainingTests;
  writeFileSync(process.env.BAILIWICK_TEST_COUNTS, JSON.stringify({ passed: passedTests, failed }));
});
