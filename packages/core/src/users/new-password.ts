import type { Actor } from '../actor.js';
import type { CommandContext } from '../commands/context.js';
import type { Problem } from '../commands/problems.js';
import { newPasswordProblem, normalisePassword } from '../passwords/password.js';
import { shareOfUser } from '../passwords/password-hasher.js';

/** What is wrong with a new password for the user with this address, by the rules of the library and of the host. */
export function userPasswordProblem(
  { passwordBlocklist: blocklist, settings }: CommandContext,
  password: unknown,
  email: string | null,
): Problem {
  const { passwordLengthMin: lengthMin, serviceName } = settings;
  return newPasswordProblem(password, { lengthMin, serviceName, email, blocklist });
}

/** Hashes a new password, in the share of the hash queue that belongs to the user who acts. */
export function hashPassword(
  { passwordHasher }: CommandContext,
  actor: Actor,
  password: string,
): Promise<string> {
  const share = actor.type === 'user' ? shareOfUser(actor.id) : [];
  return passwordHasher.hash(normalisePassword(password), share);
}
