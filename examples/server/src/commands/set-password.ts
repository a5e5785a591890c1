import { tokens } from '@bailiwick/core/tsyringe';
import type { Command } from 'commander';
import { findUser } from './find-user.js';
import { passwordStdin, readPassword, type PasswordOptions } from './read-password.js';
import { withContainer } from './with-container.js';

/** Adds a command that replaces the password of a user and ends their sessions and access keys. */
export function addSetPassword(program: Command): void {
  program
    .command('set-password')
    .description("replace a user's password, and end all of their sessions and access keys")
    .argument('<email>', 'the email address of the user')
    .addOption(passwordStdin())
    .action((email: string, options: PasswordOptions) =>
      withContainer(async (container) => {
        const bailiwick = container.resolve(tokens.bailiwick);
        const cli = bailiwick.system('cli');
        const user = await findUser(bailiwick, cli, email);
        await bailiwick.users.setPassword(cli, user.id, { password: await readPassword(options) });
        process.stdout.write(
          `${user.email} has a new password. All of their sessions and access keys have ended.\n`,
        );
      }),
    );
}
