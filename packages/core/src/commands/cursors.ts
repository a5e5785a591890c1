import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Actor } from '../actor.js';
import { MalformedRequestError } from '../errors.js';
import { parseId } from '../ids.js';
import { CURSOR_TAG_BYTES, PAGE_SIZE_DEFAULT } from '../limits.js';
import type { Page, PageOptions, PageQuery } from '../page.js';
import type { Stores } from '../storage.js';

const ID_BYTES = 16;

/**
 * Identifies the list that a cursor belongs to. A cursor is valid for the same actor and filter only, so that it can
 * neither be used with another list nor reveal to one user what another may see.
 */
export interface ListIdentity {
  readonly list: string;
  readonly actor: Actor;
  readonly filter: readonly unknown[];
}

/** Fetches one page through `load`; it asks for one item more to find out whether there is a next page. */
export async function loadPage<Item extends { readonly id: string }>(
  stores: Stores,
  identity: ListIdentity,
  options: PageOptions,
  load: (query: PageQuery) => Promise<readonly Item[]>,
): Promise<Page<Item>> {
  const pageSize = options.pageSize ?? PAGE_SIZE_DEFAULT;
  const olderThanId =
    options.cursor === undefined ? null : await readCursor(stores, identity, options.cursor);
  const found = await load({ olderThanId, count: pageSize + 1 });
  const items = found.slice(0, pageSize);
  const last = items.at(-1);
  const more = found.length > pageSize && last !== undefined;
  return { items, nextCursor: more ? await makeCursor(stores, identity, last.id) : null };
}

/** Makes a cursor: 16 bytes of id and 16 of HMAC-SHA-256 over the id and the list, as base64url. */
async function makeCursor(stores: Stores, identity: ListIdentity, id: string): Promise<string> {
  const idBytes = Buffer.from(id.replaceAll('-', ''), 'hex');
  return Buffer.concat([idBytes, await tag(stores, identity, idBytes)]).toString('base64url');
}

async function readCursor(stores: Stores, identity: ListIdentity, cursor: string): Promise<string> {
  const bytes = typeof cursor === 'string' ? Buffer.from(cursor, 'base64url') : Buffer.alloc(0);
  const idBytes = bytes.subarray(0, ID_BYTES);
  const canonical = bytes.length === ID_BYTES + CURSOR_TAG_BYTES && bytes.toString('base64url') === cursor;
  const authentic =
    canonical && timingSafeEqual(bytes.subarray(ID_BYTES), await tag(stores, identity, idBytes));
  const id = authentic ? parseId(hyphenated(idBytes.toString('hex'))) : null;
  if (id === null) {
    throw new MalformedRequestError(
      'The cursor does not belong to this list: use `nextCursor` of the previous page with the same filter.',
    );
  }
  return id;
}

async function tag(stores: Stores, { list, actor, filter }: ListIdentity, idBytes: Buffer): Promise<Buffer> {
  const reader = actor.type === 'user' ? actor.id : actor.type;
  const context = JSON.stringify([list, reader, ...filter]);
  const hmac = createHmac('sha256', await stores.secretKey())
    .update(idBytes)
    .update(context);
  return hmac.digest().subarray(0, CURSOR_TAG_BYTES);
}

function hyphenated(hex: string): string {
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
