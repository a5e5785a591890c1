import { groundsOf, type Actor } from '../actor.js';
import { AuthenticationRequiredError } from '../errors.js';
import type { UserId } from '../ids.js';

/** Returns the id of the acting user, for commands on what is their own. @throws `authentication-required` */
export function ownId(actor: Actor): UserId {
  groundsOf(actor);
  if (actor.type !== 'user') throw new AuthenticationRequiredError();
  return actor.id;
}
