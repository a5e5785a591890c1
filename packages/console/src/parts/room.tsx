import { api, type ApiRequest, type Quota, type QuotaLevel } from '../api/api.js';
import { send } from '../api/send.js';
import { useData } from '../api/use-data.js';
import * as text from '../text.js';

/** Whose room it is. */
export interface RoomOwner {
  readonly id: string;
  /** `user`, or the type of a group. */
  readonly type: string;
}

interface Quotas {
  readonly items: readonly Quota[];
  readonly above?: readonly QuotaLevel[];
}

/** How much is used of each limit that a create of this owner must keep. */
export function Room({ owner }: { readonly owner: RoomOwner }) {
  const { data } = useData(requestFor(owner));
  return <p>{data === null ? <>&nbsp;</> : inWords(data)}</p>;
}

/** The same as text; empty without limits, or if it cannot be read. */
export async function roomOf(owner: RoomOwner): Promise<string> {
  try {
    return inWords((await send(requestFor(owner))).body);
  } catch {
    return '';
  }
}

function requestFor({ id, type }: RoomOwner): ApiRequest<Quotas> {
  return type === 'user'
    ? api('get', '/users/{id}/quotas', { path: { id } })
    : api('get', '/groups/{id}/quotas', { path: { id }, query: { include: 'above' } });
}

function inWords({ items, above = [] }: Quotas): string {
  const own = items.map((quota) => used(quota, ''));
  const others = above.flatMap(({ owner, quotas }) =>
    owner === 'above' ? [] : quotas.map((quota) => used(quota, owner.name)),
  );
  return [...own, ...others].join('');
}

function used({ meter, limit, used }: Quota, group: string): string {
  if (limit === null) return '';
  return text.quotaInUse(meter, text.quotaFigures(used, limit), group);
}
