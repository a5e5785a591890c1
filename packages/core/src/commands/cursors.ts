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

/** The content of a cursor: the place in a list from which the next page goes on. */
export interface PositionFormat {
  readonly pack: (position: string) => Buffer;
  /** Returns `null` for bytes that are no position. */
  readonly unpack: (bytes: Buffer) => string | null;
}

/** The id of the last item, in 16 bytes. */
export const AS_ID: PositionFormat = {
  pack: (id) => Buffer.from(id.replaceAll('-', ''), 'hex'),
  unpack: (bytes) => (bytes.length === ID_BYTES ? parseId(hyphenated(bytes.toString('hex'))) : null),
};

/** Any text, for a list that is not in the order of its ids. */
export const AS_TEXT: PositionFormat = {
  pack: (text) => Buffer.from(text),
  unpack: (bytes) => bytes.toString(),
};

/** Fetches one page of a list in the order of its ids, newest first. */
export function loadPage<Item extends { readonly id: string }>(
  stores: Stores,
  identity: ListIdentity,
  options: PageOptions,
  load: (query: PageQuery) => Promise<readonly Item[]>,
): Promise<Page<Item>> {
  return loadPageBy(stores, identity, options, {
    format: AS_ID,
    positionOf: ({ id }) => id,
    load: (olderThanId, count) => load({ olderThanId, count }),
  });
}

/** The order of a list, and how to load the items after a position; `null` stands before the first. */
export interface Order<Item> {
  readonly format: PositionFormat;
  readonly positionOf: (item: Item) => string;
  readonly load: (after: string | null, count: number) => Promise<readonly Item[]>;
}

/** Fetches one page through `load`; it asks for one item more to find out whether there is a next page. */
export async function loadPageBy<Item>(
  stores: Stores,
  identity: ListIdentity,
  { pageSize = PAGE_SIZE_DEFAULT, cursor }: PageOptions,
  { format, positionOf, load }: Order<Item>,
): Promise<Page<Item>> {
  const after = cursor === undefined ? null : await readCursor(stores, identity, cursor, format);
  const found = await load(after, pageSize + 1);
  const items = found.slice(0, pageSize);
  const last = items.at(-1);
  const more = found.length > pageSize && last !== undefined;
  return { items, nextCursor: more ? await makeCursor(stores, identity, positionOf(last), format) : null };
}

/** Makes a cursor: the bytes of the position and 16 of HMAC-SHA-256 over them and the list, as base64url. */
export async function makeCursor(
  stores: Stores,
  identity: ListIdentity,
  position: string,
  { pack }: PositionFormat,
): Promise<string> {
  const bytes = pack(position);
  return Buffer.concat([bytes, await tag(stores, identity, bytes)]).toString('base64url');
}

/** Returns the position in the cursor. @throws `malformed-request` if the cursor is not of this list */
export async function readCursor(
  stores: Stores,
  identity: ListIdentity,
  cursor: string,
  { unpack }: PositionFormat,
): Promise<string> {
  const bytes = typeof cursor === 'string' ? Buffer.from(cursor, 'base64url') : Buffer.alloc(0);
  const body = bytes.subarray(0, Math.max(0, bytes.length - CURSOR_TAG_BYTES));
  const canonical = bytes.length > CURSOR_TAG_BYTES && bytes.toString('base64url') === cursor;
  const authentic =
    canonical && timingSafeEqual(bytes.subarray(body.length), await tag(stores, identity, body));
  const position = authentic ? unpack(body) : null;
  if (position === null) {
    throw new MalformedRequestError(
      'The cursor does not belong to this list: use `nextCursor` of the previous page with the same filter.',
    );
  }
  return position;
}

async function tag(stores: Stores, { list, actor, filter }: ListIdentity, position: Buffer): Promise<Buffer> {
  const reader = actor.type === 'user' ? actor.id : actor.type;
  const context = JSON.stringify([list, reader, ...filter]);
  const hmac = createHmac('sha256', await stores.secretKey())
    .update(position)
    .update(context);
  return hmac.digest().subarray(0, CURSOR_TAG_BYTES);
}

function hyphenated(hex: string): string {
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
