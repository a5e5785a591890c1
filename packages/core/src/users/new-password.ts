import type { Actor } from '../actor.js';
import type { CommandContext } from '../commands/context.js';
import type { Problem } from '../commands/problems.js';
import { newPasswordProblem, normalisePassword } from '../passwords/password.js';
import { shareOfUser } from '../passwords/password-hasher.js';

/** Validates a new password of the user with this address, by the rules of the library and of the host. */
export function userPasswordProblem(
  { passwordBlocklist: blocklist, settings }: CommandContext,
  password: unknown,
  email: string | null,
): Problem {
  const { passwordLengthMin: lengthMin, serviceName } = settings;
  return newPasswordProblem(password, { lengthMin, serviceName, email, blocklist });
}

/** Hashes a new password, in the acting user's share of the hash queue. */
export function hashPassword(
  { passwordHasher }: CommandContext,
  actor: Actor,
  password: string,
): Promise<string> {
  const share = actor.type === 'user' ? shareOfUser(actor.id) : [];
  return passwordHasher.hash(normalisePassword(password), share);
}
