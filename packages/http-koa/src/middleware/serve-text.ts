import type { Middleware } from 'koa';
import { entityTagOf, ifNoneMatchNames } from '../request/entity-tag.js';

export interface Text {
  readonly contentType: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Makes the text; called once, at the first request. */
  readonly make: () => string;
}

/** Long enough to load each page once per visit, and short enough for pages that change with a deployment. */
const MAX_AGE_SECONDS = 300;

/** Serves a text that is the same for all callers and needs no credential. */
export function serveText({ contentType, headers = {}, make }: Text): Middleware {
  let made: { readonly text: string; readonly etag: string } | null = null;
  return (ctx) => {
    made ??= withTag(make());
    ctx.set({
      ETag: made.etag,
      'Cache-Control': `public, max-age=${MAX_AGE_SECONDS}`,
      'X-Content-Type-Options': 'nosniff',
      ...headers,
    });
    if (ifNoneMatchNames(ctx.get('If-None-Match'), made.etag)) {
      ctx.status = 304;
      return;
    }
    ctx.set('Content-Type', contentType);
    ctx.body = made.text;
  };
}

function withTag(text: string) {
  return { text, etag: entityTagOf(text) };
}
