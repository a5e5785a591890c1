import { isIP } from 'node:net';
import { parseCookie, stringifySetCookie } from 'cookie';
import { MalformedRequestError, type Session } from '@bailiwick/core';
import { HttpRefusal } from '../http-refusal.js';
import type { BrowserRequest } from './browser-request.js';

/**
 * Browsers accept a cookie with this prefix only from this very host over https (RFC 6265bis section 4.1.3.2), so that
 * no page of a neighbouring subdomain can log its visitors in as somebody else.
 */
export const COOKIE_NAME = '__Host-bailiwick';

/** The name on `http://localhost`, where some browsers refuse a cookie that needs https. Nowhere else is it read. */
const LOOPBACK_COOKIE_NAME = 'bailiwick';

/** A session cookie as it was sent. */
export interface SessionCookie {
  readonly name: string;
  readonly token: string;
}

/** @throws `malformed-request` if it is sent twice, since the two may be of different sessions */
export function readSessionCookie(request: BrowserRequest): SessionCookie | null {
  const header = request.header('cookie');
  if (header === undefined) return null;
  const names = isLoopbackHttp(request) ? [COOKIE_NAME, LOOPBACK_COOKIE_NAME] : [COOKIE_NAME];
  for (const name of names) {
    const [token, another] = valuesOf(header, name);
    if (another !== undefined) throw new MalformedRequestError(`The cookie "${name}" must be sent once.`);
    if (token !== undefined) return { name, token };
  }
  return null;
}

/** Parses each pair by itself, because the parser returns only the first one of a name. */
function valuesOf(header: string, name: string): string[] {
  return header.split(';').flatMap((pair) => parseCookie(pair)[name] ?? []);
}

/** Returns the `Set-Cookie` that makes a browser keep the session until it ends. */
export function openingCookie(
  request: BrowserRequest,
  { token, session }: { readonly token: string; readonly session: Session },
): string {
  const { createdAt, absoluteExpiresAt } = session;
  return setCookie(isLoopbackHttp(request) ? LOOPBACK_COOKIE_NAME : COOKIE_NAME, token, {
    expires: absoluteExpiresAt,
    maxAge: Math.floor((absoluteExpiresAt.getTime() - createdAt.getTime()) / 1000),
  });
}

/** Returns the `Set-Cookie` that makes a browser forget the session. */
export function endingCookie({ name }: Pick<SessionCookie, 'name'>): string {
  return setCookie(name, '', { expires: new Date(0), maxAge: 0 });
}

function setCookie(name: string, value: string, ends: { readonly expires: Date; readonly maxAge: number }) {
  return stringifySetCookie({
    name,
    value,
    ...ends,
    path: '/',
    httpOnly: true,
    secure: name === COOKIE_NAME,
    sameSite: 'strict',
  });
}

/** These methods change nothing (RFC 9110 section 9.2.1). */
const SAFE_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses a change that a page of another origin may have caused with the cookie of its visitor. Browsers say where a
 * request comes from in `Sec-Fetch-Site`, or at least in `Origin`, and pages cannot set either of them. A request with
 * neither is refused too: programs that are no browser use a token.
 *
 * @throws `cross-site-request`
 */
export function requireSameOrigin(request: BrowserRequest): void {
  if (SAFE_METHODS.has(request.method)) return;
  const site = request.header('sec-fetch-site');
  const isSame =
    site === undefined ? request.header('origin') === ownOrigin(request) : site === 'same-origin';
  if (isSame) return;
  throw new HttpRefusal(
    'cross-site-request',
    'A change with a session cookie must come from a page of this service, at https or on http://localhost.',
  );
}

/** Returns our own origin. The scheme is https unless the cookie is that of `http://localhost`. */
function ownOrigin(request: BrowserRequest): string | undefined {
  const url = `${isLoopbackHttp(request) ? 'http' : 'https'}://${request.host}`;
  return URL.canParse(url) ? new URL(url).origin : undefined;
}

/** Was it sent to `http://localhost`? A page at https may have a proxy in front that calls this host by that name. */
function isLoopbackHttp({ isEncrypted, host, header }: BrowserRequest): boolean {
  if (isEncrypted || header('origin')?.startsWith('https:') === true) return false;
  const url = `http://${host}`;
  return URL.canParse(url) && isLoopback(new URL(url).hostname);
}

function isLoopback(hostname: string): boolean {
  if (hostname === 'localhost' || hostname.endsWith('.localhost') || hostname === '[::1]') return true;
  return isIP(hostname) === 4 && hostname.startsWith('127.');
}
