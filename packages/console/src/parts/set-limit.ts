import { api, type Quota } from '../api/api.js';
import { send } from '../api/send.js';
import { refresh } from '../api/use-data.js';
import * as text from '../text.js';
import { askWhichStands } from './conflict.js';
import { limitWords, type Limit } from './limit-form.js';
import { say } from './toasts.js';

/** The owner of the limit. */
export interface LimitOwner {
  readonly type: 'user' | 'group';
  readonly id: string;
}

/** Sets a limit, unless somebody has set another one since it was read, and offers to take it back. */
export async function setLimit(owner: LimitOwner, seen: Quota, limit: Limit): Promise<void> {
  const now = await change(owner, seen, limit);
  if (now !== null) {
    const undo = () => change(owner, now, seen.source === 'default' ? 'default' : seen.limit);
    say(text.quotaChanged(now.meter, limitWords(now.limit), now.over), undo, `${owner.id} ${now.meter}`);
  }
  refresh();
}

/** Resolves to the changed quota, or to `null` if theirs shall stand. */
async function change(owner: LimitOwner, seen: Quota, limit: Limit): Promise<Quota | null> {
  if (!(await stands(owner, seen, limitWords(limit)))) return null;
  const path = { id: owner.id, meter: seen.meter };
  if (limit === 'default') {
    const { body } = await send(
      owner.type === 'user'
        ? api('delete', '/users/{id}/quotas/{meter}', { path })
        : api('delete', '/groups/{id}/quotas/{meter}', { path }),
    );
    return body;
  }
  const given = { path, body: { limit } };
  const { body } = await send(
    owner.type === 'user'
      ? api('put', '/users/{id}/quotas/{meter}', given)
      : api('put', '/groups/{id}/quotas/{meter}', given),
  );
  return body;
}

/** A quota has no version, so it is read again: is its limit the one that was seen, or shall one's own stand anyway? */
async function stands({ type, id }: LimitOwner, seen: Quota, yours: string): Promise<boolean> {
  const path = { id };
  const { body } = await send(
    type === 'user'
      ? api('get', '/users/{id}/quotas', { path })
      : api('get', '/groups/{id}/quotas', { path }),
  );
  const now = body.items.find(({ meter }) => meter === seen.meter);
  if (now === undefined || (now.limit === seen.limit && now.source === seen.source)) return true;
  const difference = { name: text.quotaLimitOf(seen.meter), yours, theirs: limitWords(now.limit) };
  return (await askWhichStands([difference])) === 'yours';
}
