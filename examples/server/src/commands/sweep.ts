import { tokens } from '@bailiwick/core/tsyringe';
import type { Command } from 'commander';
import { Progress } from './progress.js';
import { withContainer } from './with-container.js';

/** Adds a command that finishes deletions and deletes what has expired. */
export function addSweep(program: Command): void {
  program
    .command('sweep')
    .description(
      'finish deletions of users, and delete expired sessions, nonces and login attempts, idempotency keys older than 24 hours and old audit events',
    )
    .action(() =>
      withContainer(async (container) => {
        const progress = new Progress(process.stderr);
        const counts: Record<string, number> = {};
        for await (const { swept, count } of container.resolve(tokens.bailiwick).sweep()) {
          counts[swept] = (counts[swept] ?? 0) + count;
          progress.show(describe(counts));
        }
        progress.clear();
        process.stdout.write(`${describe(counts)} deleted.\n`);
      }),
    );
}

function describe(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .map(([swept, count]) => `${count} ${swept.replaceAll('-', ' ')}`)
    .join(', ');
}
