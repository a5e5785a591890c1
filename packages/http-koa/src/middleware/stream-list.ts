import { Readable } from 'node:stream';
import { stringify } from 'csv-stringify';
import type { Context } from 'koa';
import { InvalidRequestError, limits } from '@bailiwick/core';
import type { AnyBailiwick, Answer, Operation } from '../operation.js';
import type { ListFormat } from '../request/list-format.js';
import { perform, type Call } from './perform.js';

const MEDIA_TYPES: Readonly<Record<ListFormat, string>> = {
  csv: 'text/csv; charset=utf-8; header=present',
  ndjson: 'application/x-ndjson',
};

interface PageOfItems {
  readonly items: readonly object[];
  readonly nextCursor: string | null;
}

/**
 * Answers with a whole list, from the given cursor to its end. A page is loaded when the client has taken the one before,
 * so a slow client slows the reading, and one that is gone ends it. The caller is authenticated again for each page: what
 * they may not read any more, they do not get. If a page fails, the connection breaks, so that no client takes a part for
 * the whole.
 *
 * @throws the errors of the first page, which are answered as usual
 */
export async function streamList(
  ctx: Context,
  bailiwick: AnyBailiwick,
  operation: Operation,
  call: Call,
  format: ListFormat,
): Promise<void> {
  const { streamed } = operation;
  if (streamed === null) throw new TypeError(`${operation.operationId} is no streamed list.`);
  const query = new URLSearchParams(call.querystring);
  if (query.has('pageSize')) throw new InvalidRequestError([PAGE_SIZE_GIVEN]);
  query.set('pageSize', String(limits.PAGE_SIZE_MAX));
  const load = async (from: Call): Promise<PageOfItems> =>
    pageOf(await perform(operation, { ...from, querystring: query.toString() }));
  const first = await load(call);
  const next = async (cursor: string) => {
    query.set('cursor', cursor);
    const { actor } = call;
    return load(actor.type === 'user' ? { ...call, actor: await bailiwick.renew(actor) } : call);
  };
  const columns = streamed.columns(new Set(query.getAll('include')));
  ctx.status = 200;
  ctx.set({
    'Cache-Control': 'no-store',
    'Content-Type': MEDIA_TYPES[format],
    'Content-Disposition': `attachment; filename="${streamed.filename}.${format}"`,
  });
  // Node does not limit the time of an answer, and hosts often begin to do so when it is complete.
  ctx.res.setTimeout(limits.STREAM_STALLED_MS);
  ctx.body = format === 'csv' ? asCsv(itemsFrom(first, next), columns) : asNdjson(itemsFrom(first, next));
}

const PAGE_SIZE_GIVEN = { pointer: '?pageSize', detail: 'must be left out: the whole list is streamed.' };

function pageOf({ body }: Answer): PageOfItems {
  return body as PageOfItems;
}

async function* itemsFrom(first: PageOfItems, next: (cursor: string) => Promise<PageOfItems>) {
  for (let page = first; ;) {
    yield* page.items;
    if (page.nextCursor === null) return;
    page = await next(page.nextCursor);
  }
}

async function* lines(items: AsyncIterable<object>) {
  for await (const item of items) yield `${JSON.stringify(item)}\n`;
}

function asNdjson(items: AsyncIterable<object>): Readable {
  return Readable.from(lines(items), { objectMode: false });
}

/**
 * Writes CSV (RFC 4180). Cells that a spreadsheet would take for formulas begin with an apostrophe: names are chosen by
 * users, and the file is opened by an administrator.
 */
function asCsv(items: AsyncIterable<object>, columns: readonly string[]): Readable {
  const csv = stringify({
    header: true,
    columns,
    escape_formulas: true,
    record_delimiter: 'windows',
    cast: { date: (time) => time.toISOString(), boolean: String },
  });
  const source = Readable.from(items);
  source.on('error', (error) => csv.destroy(error));
  csv.on('close', () => source.destroy());
  return source.pipe(csv);
}
