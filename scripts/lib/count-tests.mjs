// Writes the counts of ava to the file in BAILIWICK_TEST_COUNTS after each test, since a signal can end the run at any
// time; scripts/test.mjs loads this into the main process of ava. Ava's own report counts the passed tests only if none
// failed, its TAP reporter crashes at a timeout (avajs/ava#3461, open), and it accepts no other reporters. Therefore this
// reads an internal class of ava; the version of ava is pinned, and scripts/test.mjs fails a run without counts.
import { openSync, writeSync } from 'node:fs';
import RunStatus from '../../node_modules/ava/lib/run-status.js';

/** The counts fill a line of this length, so that each write replaces all of the one before. */
const LENGTH = 60;

const file = openSync(process.env.BAILIWICK_TEST_COUNTS, 'r+');
let written = '';
const { emitStateChange } = RunStatus.prototype;
RunStatus.prototype.emitStateChange = function (event) {
  const result = emitStateChange.call(this, event);
  write(this.stats);
  return result;
};

function write({ passedTests, remainingTests, ...of }) {
  // If nothing more is written, the remaining tests were cut off, by a timeout or by the end of a process.
  const failed = of.failedTests + of.failedHooks + of.uncaughtExceptions + of.unhandledRejections;
  const counts = JSON.stringify({ passed: passedTests, failed: failed + remainingTests }).padEnd(LENGTH);
  if (counts === written) return;
  written = counts;
  writeSync(file, counts, 0);
}
