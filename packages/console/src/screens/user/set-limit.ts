import { api, type Quota } from '../../api/api.js';
import { send } from '../../api/send.js';
import { refresh } from '../../api/use-data.js';
import { askWhichStands } from '../../parts/conflict.js';
import { limitWords, type Limit } from '../../parts/limit-form.js';
import { say } from '../../parts/toasts.js';
import { text } from '../../text.js';

/** Sets a limit, unless somebody has set another one since it was read, and offers to take it back. */
export async function setLimit(userId: string, seen: Quota, limit: Limit): Promise<void> {
  const now = await change(userId, seen, limit);
  if (now !== null) {
    const undo = async () => {
      await change(userId, now, seen.source === 'default' ? 'default' : seen.limit);
      return null;
    };
    say(text.quota.changed(now.meter, limitWords(now.limit), now.over), undo, `${userId} ${now.meter}`);
  }
  refresh();
}

/** Resolves to the changed quota, or to `null` if theirs shall stand. */
async function change(userId: string, seen: Quota, limit: Limit): Promise<Quota | null> {
  if (!(await stands(userId, seen, limitWords(limit)))) return null;
  const path = { id: userId, meter: seen.meter };
  const { body } = await send(
    limit === 'default'
      ? api('delete', '/users/{id}/quotas/{meter}', { path })
      : api('put', '/users/{id}/quotas/{meter}', { path, body: { limit } }),
  );
  return body;
}

/** A quota has no version, so it is read again: is its limit the one that was seen, or shall one's own stand anyway? */
async function stands(userId: string, seen: Quota, yours: string): Promise<boolean> {
  const { body } = await send(api('get', '/users/{id}/quotas', { path: { id: userId } }));
  const now = body.items.find(({ meter }) => meter === seen.meter);
  if (now === undefined || (now.limit === seen.limit && now.source === seen.source)) return true;
  const difference = { name: text.quota.limitOf(seen.meter), yours, theirs: limitWords(now.limit) };
  return (await askWhichStands([difference])) === 'yours';
}
