import type { MisplacedRows, QuotaCheckStep, QuotaDifference } from '@bailiwick/core';
import { Progress } from './progress.js';

/** Prints every difference as it is found, shows the progress of the check, and returns the number of differences. */
export async function reportDifferences(
  steps: AsyncIterable<QuotaCheckStep>,
  outcome: 'differ' | 'repaired',
): Promise<number> {
  const progress = new Progress(process.stderr);
  const startedAt = performance.now();
  let owners = 0;
  let found = 0;
  let rows = 0;
  for await (const { ownersChecked, differences, misplaced } of steps) {
    owners += ownersChecked;
    found += differences.length;
    for (const { count } of misplaced) rows += count;
    const lines = [...differences.map(describe), ...misplaced.map(describeRows)];
    // Otherwise the first difference would be printed after the text of the progress, on the same line.
    if (lines.length > 0) progress.clear();
    for (const line of lines) process.stdout.write(`${line}\n`);
    const perSecond = Math.round(owners / ((performance.now() - startedAt) / 1000));
    progress.show(`${owners} users checked, ${perSecond} a second`);
  }
  progress.clear();
  process.stdout.write(`${owners} users checked, ${found} quotas ${outcome}.\n`);
  if (rows > 0)
    process.stdout.write(`${rows} rows below a wrong root ${outcome === 'repaired' ? outcome : 'found'}.\n`);
  return found + rows;
}

function describeRows({ ownerId, count }: MisplacedRows): string {
  return `${ownerId}: ${count} rows below a wrong root`;
}

function describe({ ownerId, meter, used, actual }: QuotaDifference): string {
  return `${ownerId} ${meter}: ${used} counted as used, ${actual} actually used`;
}
