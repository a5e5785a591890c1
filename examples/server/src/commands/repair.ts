import { tokens } from '@bailiwick/core/tsyringe';
import type { Command } from 'commander';
import { reportDifferences } from './report-differences.js';
import { withContainer } from './with-container.js';

/** Adds a command that corrects the usage that `verify` finds wrong, while the servers run. */
export function addRepair(program: Command): void {
  program
    .command('repair')
    .description('correct the differences that "verify" finds, while the servers run')
    .action(() =>
      withContainer(async (container) => {
        const bailiwick = container.resolve(tokens.bailiwick);
        await reportDifferences(bailiwick.quotas.repair(bailiwick.system('cli')), 'repaired');
      }),
    );
}
