import { tokens } from '@bailiwick/core/tsyringe';
import type { Command } from 'commander';
import { findUser } from './find-user.js';
import { withContainer } from './with-container.js';

/** Adds a command that lets in a user whom wrong passwords have locked out, with the password that they have. */
export function addClearLoginFailures(program: Command): void {
  program
    .command('clear-login-failures')
    .description("forget the wrong passwords for a user's account, so that they can log in at once")
    .argument('<email>', 'the email address of the user')
    .action((email: string) =>
      withContainer(async (container) => {
        const bailiwick = container.resolve(tokens.bailiwick);
        const cli = bailiwick.system('cli');
        const user = await findUser(bailiwick, cli, email);
        await bailiwick.users.clearLoginFailures(cli, user.id);
        const isDisabled = user.status === 'disabled' ? ' The user is still disabled.' : '';
        process.stdout.write(`The failed logins of ${user.email} are forgotten.${isDisabled}\n`);
      }),
    );
}
