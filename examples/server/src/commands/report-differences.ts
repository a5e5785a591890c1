import type { QuotaCheckStep, QuotaDifference } from '@bailiwick/core';
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
  for await (const { ownersChecked, differences } of steps) {
    owners += ownersChecked;
    found += differences.length;
    // Otherwise the first difference would be printed after the text of the progress, on the same line.
    if (differences.length > 0) progress.clear();
    for (const difference of differences) process.stdout.write(`${describe(difference)}\n`);
    const perSecond = Math.round(owners / ((performance.now() - startedAt) / 1000));
    progress.show(`${owners} users checked, ${perSecond} a second`);
  }
  progress.clear();
  process.stdout.write(`${owners} users checked, ${found} quotas ${outcome}.\n`);
  return found;
}

function describe({ ownerId, meter, used, actual }: QuotaDifference): string {
  return `${ownerId} ${meter}: ${used} counted as used, ${actual} actually used`;
}
