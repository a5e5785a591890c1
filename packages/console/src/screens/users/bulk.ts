import { api, type ApiRequest, type Quota, type User } from '../../api/api.js';
import { sendBatch, type BatchResult } from '../../api/batch.js';
import { refresh } from '../../api/use-data.js';
import { explain } from '../../parts/problem-note.js';
import { say } from '../../parts/toasts.js';
import { text } from '../../text.js';

/** A user of the list, who comes with their quotas. */
export type UserRow = User & { readonly quotas?: readonly Quota[] };

export function disableUsers(users: readonly User[]): Promise<void> {
  return setStatus(users, 'disabled');
}

export function enableUsers(users: readonly User[]): Promise<void> {
  return setStatus(users, 'active');
}

/** Changes those who are not like that yet, so that Undo brings back exactly these. */
async function setStatus(users: readonly User[], status: 'active' | 'disabled'): Promise<void> {
  const changing = users.filter((user) => user.status !== status && user.status !== 'deleting');
  if (changing.length === 0) return say(text.bulk.nothing);
  await inOneRequest(
    status === 'disabled' ? text.bulk.disabled : text.bulk.enabled,
    changing,
    ({ id }) => api('patch', '/users/{id}', { path: { id }, body: { status } }),
    ({ id, status: before }, { etag }) =>
      api('patch', '/users/{id}', {
        path: { id },
        body: { status: before === 'active' ? 'active' : 'disabled' },
        ifMatch: etag,
      }),
  );
}

/** Sets the limit of one meter for all of them. */
export function limitUsers(users: readonly UserRow[], meter: string, limit: number | null): Promise<void> {
  const path = (user: User) => ({ id: user.id, meter });
  return inOneRequest(
    text.bulk.limited(meter, limit),
    users,
    (user) => api('put', '/users/{id}/quotas/{meter}', { path: path(user), body: { limit } }),
    (user) => {
      const before = user.quotas?.find((quota) => quota.meter === meter);
      return before?.source === 'user'
        ? api('put', '/users/{id}/quotas/{meter}', { path: path(user), body: { limit: before.limit } })
        : api('delete', '/users/{id}/quotas/{meter}', { path: path(user) });
    },
  );
}

export function endSessionsOf(users: readonly User[]): Promise<void> {
  return inOneRequest(
    text.bulk.signedOut,
    users,
    ({ id }) => api('delete', '/users/{id}/sessions', { path: { id } }),
    null,
  );
}

export function deleteUsers(users: readonly User[]): Promise<void> {
  return inOneRequest(
    text.bulk.deleted,
    users,
    ({ id }) => api('delete', '/users/{id}', { path: { id }, query: { resources: 'delete' } }),
    null,
  );
}

/** Does the same with several users, says what came of it, and offers to take back what was done. */
async function inOneRequest<Row extends User>(
  deed: string,
  users: readonly Row[],
  requestFor: (user: Row) => ApiRequest<unknown>,
  inverseFor: ((user: Row, result: BatchResult) => ApiRequest<unknown>) | null,
): Promise<void> {
  try {
    const results = await sendBatch(users.map(requestFor));
    const pairs = users.flatMap((user, index) => {
      const result = results[index];
      return result === undefined ? [] : [{ user, result }];
    });
    const done = pairs.filter(({ result }) => result.problem === null);
    const failed = pairs.filter(({ result }) => result.problem !== null);
    for (const { user, result } of failed.slice(0, 2))
      say(text.bulk.failed(user.email, explain(result.problem)));
    const inverses = inverseFor === null ? [] : done.map(({ user, result }) => inverseFor(user, result));
    const takeBack = async () => {
      const undone = await sendBatch(inverses);
      const left = undone.filter(({ problem }) => problem !== null).length;
      return left === 0 ? null : text.bulk.notUndone(left);
    };
    say(text.bulk.done(done.length, pairs.length, deed), inverses.length === 0 ? null : takeBack);
  } catch (error) {
    say(explain(error));
  }
  refresh();
}
