import { api, type Quota } from '../../api/api.js';
import { send } from '../../api/send.js';
import { refresh } from '../../api/use-data.js';
import { askWhichStands } from '../../parts/conflict.js';
import { say } from '../../parts/toasts.js';
import { text } from '../../text.js';

/** Sets a limit, unless somebody has set another one since it was read, and offers to take it back. */
export async function setLimit(userId: string, seen: Quota, limit: number | null): Promise<void> {
  if (!(await stands(userId, seen, limitWords(limit)))) return refresh();
  const path = { id: userId, meter: seen.meter };
  const { body: now } = await send(api('put', '/users/{id}/quotas/{meter}', { path, body: { limit } }));
  sayChanged(userId, seen, now);
}

/** Makes the default limit hold again, with the same care. */
export async function clearLimit(userId: string, seen: Quota): Promise<void> {
  if (!(await stands(userId, seen, text.quota.default))) return refresh();
  const path = { id: userId, meter: seen.meter };
  const { body: now } = await send(api('delete', '/users/{id}/quotas/{meter}', { path }));
  sayChanged(userId, seen, now);
}

function sayChanged(userId: string, before: Quota, now: Quota): void {
  say(text.quota.changed(now.meter, limitWords(now.limit)), async () => {
    if (before.source === 'default') await clearLimit(userId, now);
    else await setLimit(userId, now, before.limit);
    return text.toast.undone;
  });
  refresh();
}

/** A quota has no version, so it is read again: is its limit the one that was seen, or does somebody want theirs to go? */
async function stands(userId: string, seen: Quota, yours: string): Promise<boolean> {
  const { body } = await send(api('get', '/users/{id}/quotas', { path: { id: userId } }));
  const now = body.items.find(({ meter }) => meter === seen.meter);
  if (now === undefined || (now.limit === seen.limit && now.source === seen.source)) return true;
  const difference = { name: text.quota.limitOf(seen.meter), yours, theirs: limitWords(now.limit) };
  return (await askWhichStands([difference])) === 'yours';
}

function limitWords(limit: number | null): string {
  return limit === null ? text.quota.unlimitedWord : text.number(limit);
}
