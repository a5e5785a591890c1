import { api, type DefaultLimit } from '../../api/api.js';
import { send } from '../../api/send.js';
import { refresh } from '../../api/use-data.js';
import { askWhichStands } from '../../parts/conflict.js';
import { limitWords, type Limit } from '../../parts/limit-form.js';
import { say } from '../../parts/toasts.js';
import * as text from '../../text.js';

/** Those of groups are named with their type. */
export function nameOf({ ownerType, meter }: DefaultLimit): string {
  return ownerType === 'user' ? meter : `${meter} (${ownerType})`;
}

/** Sets the limit of all who have none of their own, unless somebody was faster, and offers to take it back. */
export async function setDefaultLimit(seen: DefaultLimit, limit: Limit): Promise<void> {
  if (limit === 'default') return;
  const now = await change(seen, limit);
  if (now !== null) {
    say(text.limitsChanged(nameOf(now), limitWords(now.limit)), () => change(now, seen.limit));
  }
  refresh();
}

/** Resolves to the changed limit, or to `null` if theirs shall stand. A limit has no version, so it is read again. */
async function change(seen: DefaultLimit, limit: number | null): Promise<DefaultLimit | null> {
  const { body } = await send(api('get', '/default-limits', {}));
  const { ownerType, meter } = seen;
  const theirs = body.items.find((one) => one.ownerType === ownerType && one.meter === meter);
  if (theirs !== undefined && theirs.limit !== seen.limit) {
    const name = text.quotaLimitOf(meter);
    const difference = { name, yours: limitWords(limit), theirs: limitWords(theirs.limit) };
    if ((await askWhichStands([difference])) === 'theirs') return null;
  }
  const changed = await send(
    api('put', '/default-limits/{meter}', { path: { meter }, query: { ownerType }, body: { limit } }),
  );
  return changed.body;
}
