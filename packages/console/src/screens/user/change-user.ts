import { api, type Role, type User } from '../../api/api.js';
import { Problem } from '../../api/problem.js';
import { send } from '../../api/send.js';
import { refresh } from '../../api/use-data.js';
import { askWhichStands } from '../../parts/conflict.js';
import { say } from '../../parts/toasts.js';
import * as text from '../../text.js';

/** A user as they were read, with what says so in a later change. */
export interface ReadUser {
  readonly user: User;
  readonly etag: string | null;
}

type Change = Partial<Pick<User, 'email'> & { role: Role; status: 'active' | 'disabled' }>;

/**
 * Changes a user if they are still as they were read, and offers Undo, which is the inverse under the same condition. If
 * somebody was faster, shows what they made of it, and asks which shall stand.
 */
export async function changeUser({ user, etag }: ReadUser, change: Change): Promise<void> {
  const path = { id: user.id };
  try {
    const changed = await send(api('patch', '/users/{id}', { path, body: change, ifMatch: etag }));
    const undo = () =>
      send(api('patch', '/users/{id}', { path, body: valuesOf(user, change), ifMatch: changed.etag }));
    say(inWords(user, change), undo, user.id);
  } catch (error) {
    if (!(error instanceof Problem && error.status === 412)) throw error;
    const theirs = await send(api('get', '/users/{id}', { path }));
    const differing = differences(theirs.body, user, change);
    if (differing.length === 0) say(text.conflictSame);
    else if ((await askWhichStands(differing)) === 'yours')
      return changeUser({ user: theirs.body, etag: theirs.etag }, change);
  }
  refresh();
}

/** The changed user; each command changes one thing. */
function inWords({ email }: User, change: Change): string {
  if (change.email !== undefined) return text.userHasEmail(email, change.email);
  if (change.role !== undefined) return text.userHasRole(email, change.role);
  return change.status === 'disabled' ? text.userDisabled(email) : text.userEnabled(email);
}

/** The members of the user that the change names, as they were. */
function valuesOf(user: User, change: Change): Change {
  return Object.fromEntries(Object.keys(change).map((name) => [name, user[name as keyof Change]])) as Change;
}

const NAMES = { email: text.userEmail, role: text.userRole, status: text.userStatus };

/** One's own change beside the one that somebody else has made, which stays in any case. */
function differences(theirs: User, before: User, change: Change) {
  return (['email', 'role', 'status'] as const)
    .filter((name) => (change[name] ?? before[name]) !== theirs[name])
    .map((name) => ({ name: NAMES[name], yours: change[name] ?? '–', theirs: theirs[name] }));
}
