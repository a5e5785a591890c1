import { groundsOf, type Actor } from '../actor.js';
import { AuthenticationRequiredError } from '../errors.js';
import type { UserId } from '../ids.js';

/** Returns the id of the acting user, for commands on their own data. @throws `authentication-required` */
export function ownId(actor: Actor): UserId {
  groundsOf(actor);
  if (actor.type !== 'user') throw new AuthenticationRequiredError();
  return actor.id;
}
