import test from 'ava';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const MODULE = new URL('../../dist/commands/report-differences.js', import.meta.url).href;

/** Three batches of a check: one that finds nothing, and two that find something. */
const PROGRAM = `
  const { reportDifferences } = await import(${JSON.stringify(MODULE)});
  const difference = (ownerId) => ({ ownerId, meter: 'resources', used: 4, actual: 1 });
  async function* steps() {
    yield { ownersChecked: 2000, differences: [], misplaced: [] };
    yield { ownersChecked: 2000, differences: [difference('ann'), difference('bob')], misplaced: [] };
    yield { ownersChecked: 7, differences: [], misplaced: [{ ownerId: 'club', count: 3 }] };
  }
  await reportDifferences(steps(), 'differ');
`;

const REPORT = [
  'ann resources: 4 counted as used, 1 actually used',
  'bob resources: 4 counted as used, 1 actually used',
  'club: 3 rows below a wrong root',
  '4007 users checked, 2 quotas differ.',
  '3 rows below a wrong root found.',
  '',
];

test('reportDifferences: on a terminal, the progress is gone before each line of the report', async (t) => {
  const command = `'${process.execPath}' --input-type=module --eval '${PROGRAM.replaceAll("'", `'\\''`)}'`;
  const { stdout } = await promisify(execFile)('script', ['-qec', command, '/dev/null']);
  t.true(stdout.includes('2000 users checked, '), 'The progress was shown.');
  t.deepEqual(shownLines(stdout), REPORT);
});

test('reportDifferences: into a file, the report is alone', async (t) => {
  const program = ['--input-type=module', '--eval', PROGRAM];
  const { stdout } = await promisify(execFile)(process.execPath, program);
  t.deepEqual(stdout.split('\n'), REPORT);
});

/** Returns the lines as a terminal shows them: text is gone if its line was cleared from the first column. */
function shownLines(output: string): string[] {
  const cleared = '\x1b[1G\x1b[2K';
  return output.split('\r\n').map((line) => line.split(cleared).at(-1) ?? '');
}
