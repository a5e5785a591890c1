import { readFileSync } from 'node:fs';

/** The paths of the console and of the API. */
export interface ConsoleOptions {
  /** The path of the console, without a slash at its end; `/console` by default. */
  readonly path?: string;
  /** The prefix of the API on the same origin; `/v1` by default. */
  readonly api?: string;
}

/** An answer, for any framework. */
export interface ConsoleAnswer {
  readonly status: 200 | 304 | 404 | 405;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | null;
}

interface ManifestEntry {
  readonly path: string;
  readonly type: string;
  readonly hash: string;
}

const FILES = new URL('./files/', import.meta.url);

/**
 * Only scripts and styles of this origin, none of them inline, and no way to turn text into code. Only scripts submit
 * forms, because before they have loaded, a browser would send the password in a URL.
 */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

const HEADERS = {
  'Content-Security-Policy': CONTENT_SECURITY_POLICY,
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
};

/** A file's name contains its hash, so that it never changes; the page names the files of this release. */
const FOREVER = 'public, max-age=31536000, immutable';

/** The headers of a request that the console reads. */
export interface ConsoleRequestHeaders {
  readonly ifNoneMatch?: string | undefined;
}

/**
 * Returns a function that answers the requests below the path of the console, and `null` to all others. Every path that
 * is no file gets the page, which shows the screen for it.
 *
 * @example
 * const answerFor = consoleFiles({ path: '/console', api: '/v1' });
 * const answer = answerFor('GET', '/console/users');
 */
export function consoleFiles({ path = '/console', api = '/v1' }: ConsoleOptions = {}): (
  method: string,
  pathname: string,
  headers?: ConsoleRequestHeaders,
) => ConsoleAnswer | null {
  for (const prefix of [path, api]) {
    if (!/^(\/[\w.~-]+)*$/.test(prefix))
      throw new TypeError(`The path ${prefix} must look like "/console": it starts with a slash.`);
  }
  const manifest = JSON.parse(readFileSync(new URL('manifest.json', FILES), 'utf8')) as ManifestEntry[];
  const files = new Map(
    manifest.map(({ path: name, type, hash }) => {
      const bytes = readFileSync(new URL(name, FILES));
      return [name, { type, hash, bytes: name === 'index.html' ? pageAt(bytes, path, api) : bytes }];
    }),
  );
  const page = files.get('index.html')!;

  return function answerFor(method, pathname, { ifNoneMatch } = {}) {
    if (pathname !== path && !pathname.startsWith(`${path}/`)) return null;
    if (method !== 'GET' && method !== 'HEAD')
      return { status: 405, headers: { ...HEADERS, Allow: 'GET, HEAD' }, body: null };
    const name = pathname.slice(path.length + 1);
    // A page of an older release asks for files that are gone; the page in their place would be an odd script.
    const isFile = name.startsWith('files/');
    const file = isFile ? files.get(name.slice('files/'.length)) : page;
    if (file === undefined || (isFile && file === page)) return { status: 404, headers: HEADERS, body: null };
    const ETag = `"${file.hash}"`;
    const headers: Record<string, string> = {
      ...HEADERS,
      'Content-Type': file.type,
      'Cache-Control': isFile ? FOREVER : 'no-cache',
      ETag,
    };
    if (ifNoneMatch === ETag) return { status: 304, headers, body: null };
    return { status: 200, headers, body: file.bytes };
  };
}

/** The page is the same for all hosts but for two paths; its hash covers the names of the files. */
function pageAt(bytes: Buffer, path: string, api: string): Buffer {
  return Buffer.from(bytes.toString().replaceAll('{path}', path).replaceAll('{api}', api));
}
