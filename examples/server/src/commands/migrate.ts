import { migrate } from '@bailiwick/storage-knex';
import { knexToken } from '@bailiwick/storage-knex/tsyringe';
import type { Command } from 'commander';
import { withNewContainer } from './with-container.js';

/** Adds a command that creates the schema or brings it up to date. */
export function addMigrate(program: Command): void {
  program
    .command('migrate')
    .description('bring the schema of the database up to date; repeating it changes nothing')
    .action(() =>
      withNewContainer(async (container) => {
        const applied = await migrate(container.resolve(knexToken), {
          onProgress: (migration) => process.stderr.write(`Applied ${migration}.\n`),
        });
        process.stdout.write(
          applied.length === 0 ? 'Nothing to do.\n' : `Applied ${applied.length} migrations.\n`,
        );
      }),
    );
}
