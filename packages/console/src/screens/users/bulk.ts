import { api, type ApiRequest, type Quota, type User } from '../../api/api.js';
import { sendBatch, type BatchResult } from '../../api/batch.js';
import { Problem } from '../../api/problem.js';
import { refresh } from '../../api/use-data.js';
import { explain } from '../../parts/problem-note.js';
import { say } from '../../parts/toasts.js';
import * as text from '../../text.js';

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
  if (changing.length === 0) return say(text.bulkNothing);
  await inOneRequest(
    status === 'disabled' ? text.bulkDisabled : text.bulkEnabled,
    changing,
    UNCHANGED,
    ({ id }, ifMatch) => api('patch', '/users/{id}', { path: { id }, body: { status }, ifMatch }),
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
    text.bulkLimited(meter, limit),
    users,
    sameLimit(meter),
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
    text.bulkSignedOut,
    users,
    null,
    ({ id }) => api('delete', '/users/{id}/sessions', { path: { id } }),
    null,
  );
}

export function deleteUsers(users: readonly User[]): Promise<void> {
  return inOneRequest(
    text.bulkDeleted,
    users,
    UNCHANGED,
    ({ id }, ifMatch) =>
      api('delete', '/users/{id}', { path: { id }, query: { resources: 'delete' }, ifMatch }),
    null,
  );
}

interface Pair<Row> {
  readonly user: Row;
  readonly result: BatchResult;
}

/** Finds out whether a user is still what the list shows. Rows of a list have no entity tags, so they are read again. */
interface Guard<Row> {
  readonly read: (user: Row) => ApiRequest<unknown>;
  readonly isSame: (user: Row, now: unknown) => boolean;
}

const UNCHANGED: Guard<User> = {
  read: ({ id }) => api('get', '/users/{id}', { path: { id } }),
  isSame: ({ updatedAt }, now) => (now as User).updatedAt === updatedAt,
};

function sameLimit(meter: string): Guard<UserRow> {
  const limitIn = (quotas: readonly Quota[] = []) => quotas.find((quota) => quota.meter === meter);
  return {
    read: ({ id }) => api('get', '/users/{id}/quotas', { path: { id } }),
    isSame: ({ quotas }, now) => {
      const [before, after] = [limitIn(quotas), limitIn((now as { items: readonly Quota[] }).items)];
      return before?.limit === after?.limit && before?.source === after?.source;
    },
  };
}

/** Sends the requests of those who have not changed, as one; the others have the refusal of a failed precondition. */
async function changeUnchanged<Row extends User>(
  users: readonly Row[],
  guard: Guard<Row> | null,
  requestFor: (user: Row, ifMatch: string | null) => ApiRequest<unknown>,
): Promise<readonly Pair<Row>[]> {
  if (guard === null) {
    const results = await sendBatch(users.map((user) => requestFor(user, null)));
    return users.map((user, index) => ({ user, result: results[index]! }));
  }
  const found = await sendBatch(users.map(guard.read));
  const pairs = users.map((user, index): Pair<Row> => {
    const result = found[index]!;
    if (result.problem !== null || guard.isSame(user, result.body)) return { user, result };
    return { user, result: { ...result, problem: new Problem(412, { detail: text.bulkChanged }) } };
  });
  const same = pairs.filter(({ result }) => result.problem === null);
  if (same.length === 0) return pairs;
  const changed = await sendBatch(same.map(({ user, result }) => requestFor(user, result.etag)));
  return pairs.map((pair) => ({ ...pair, result: changed[same.indexOf(pair)] ?? pair.result }));
}

/** Does the same with several users, says what came of it, and offers to take back what was done. */
async function inOneRequest<Row extends User>(
  deed: string,
  users: readonly Row[],
  guard: Guard<Row> | null,
  requestFor: (user: Row, ifMatch: string | null) => ApiRequest<unknown>,
  inverseFor: ((user: Row, result: BatchResult) => ApiRequest<unknown>) | null,
): Promise<void> {
  try {
    const pairs = await changeUnchanged(users, guard, requestFor);
    const done = pairs.filter(({ result }) => result.problem === null);
    const failed = pairs.filter(({ result }) => result.problem !== null);
    for (const { user, result } of failed.slice(0, 2))
      say(text.bulkFailed(user.email, explain(result.problem)));
    const inverses = inverseFor === null ? [] : done.map(({ user, result }) => inverseFor(user, result));
    const takeBack = async () => {
      const undone = await sendBatch(inverses);
      const left = undone.filter(({ problem }) => problem !== null).length;
      return left === 0 ? null : text.bulkNotUndone(left);
    };
    say(text.bulkDone(done.length, pairs.length, deed), inverses.length === 0 ? null : takeBack);
  } catch (error) {
    say(explain(error));
  }
  refresh();
}
