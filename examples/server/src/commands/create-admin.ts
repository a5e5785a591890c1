import { tokens } from '@bailiwick/core/tsyringe';
import type { Command } from 'commander';
import { passwordStdin, readPassword, type PasswordOptions } from './read-password.js';
import { withContainer } from './with-container.js';

/** Adds a command that creates one more administrator. */
export function addCreateAdmin(program: Command): void {
  program
    .command('create-admin')
    .description('create an administrator')
    .argument('<email>', 'the email address of the new administrator')
    .addOption(passwordStdin())
    .action((email: string, options: PasswordOptions) =>
      withContainer(async (container) => {
        const bailiwick = container.resolve(tokens.bailiwick);
        const password = await readPassword(options);
        const user = await bailiwick.users.create(bailiwick.system('cli'), {
          email,
          password,
          role: 'admin',
        });
        process.stdout.write(`${user.email} is an administrator with the id ${user.id}.\n`);
      }),
    );
}
