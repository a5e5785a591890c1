import type { QuotaCheckStep, QuotaDifference } from '@bailiwick/core';
import { Progress } from './progress.js';

/** Prints every difference as it is found, shows how far the check has come, and returns how many there were. */
export async function reportDifferences(
  steps: AsyncIterable<QuotaCheckStep>,
  outcome: 'differ' | 'mended',
): Promise<number> {
  const progress = new Progress(process.stderr);
  const startedAt = performance.now();
  let owners = 0;
  let found = 0;
  for await (const { ownersChecked, differences } of steps) {
    owners += ownersChecked;
    found += differences.length;
    // The text on the line of the progress would be the beginning of the first difference.
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
  return `${ownerId} ${meter}: ${used} counted as used, ${actual} really used`;
}
