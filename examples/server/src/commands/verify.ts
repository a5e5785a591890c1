import { tokens } from '@bailiwick/core/tsyringe';
import type { Command } from 'commander';
import { EXIT } from '../exit-codes.js';
import { reportDifferences } from './report-differences.js';
import { withContainer } from './with-container.js';

/** Adds a command that recounts the usage of all users, and fails if any of it is wrong. */
export function addVerify(program: Command): void {
  program
    .command('verify')
    .description('recount the usage of all users and print each difference; exits with 1 if there is one')
    .action(() =>
      withContainer(async (container) => {
        const bailiwick = container.resolve(tokens.bailiwick);
        const differences = await reportDifferences(
          bailiwick.quotas.verify(bailiwick.system('cli')),
          'differ',
        );
        if (differences > 0) process.exitCode = EXIT.failure;
      }),
    );
}
