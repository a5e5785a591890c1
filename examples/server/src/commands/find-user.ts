import type { Actor, Bailiwick, User } from '@bailiwick/core';
import { CommandFailure } from './command-failure.js';

/** Returns the user with this email address, in any spelling of it. @throws {CommandFailure} if there is none */
export async function findUser(bailiwick: Bailiwick, actor: Actor, email: string): Promise<User> {
  const user = await bailiwick.users.findByEmail(actor, email);
  if (user === null) throw new CommandFailure(`There is no user with the email address ${email}.`);
  return user;
}
