import { InvalidCredentialsError, InvalidTokenError, type Credentials } from '@bailiwick/core';

const BEARER = /^bearer +([\w\-.~+/]+=*)$/i;
const BASIC = /^basic +([a-z0-9+/]+={0,2})$/i;
// oxlint-disable-next-line no-control-regex -- control characters are what RFC 7617 section 2 forbids here
const CONTROL = /[\x00-\x1f\x7f]/;

/**
 * What an `Authorization` header presents: `null` when it presents nothing that this API knows, so that
 * the answer is a challenge. A credential of a known scheme that cannot be read is a wrong credential.
 *
 * @throws `invalid-token`, `invalid-credentials`
 */
export function readCredentials(
  header: string | undefined,
  options: { readonly basic: boolean },
): Credentials | null {
  const [scheme = ''] = (header ?? '').split(' ', 1);
  switch (scheme.toLowerCase()) {
    case 'bearer':
      return readBearer(header ?? '');
    case 'basic':
      return options.basic ? readBasic(header ?? '') : null;
    default:
      return null;
  }
}

/** RFC 6750 section 2.1. */
function readBearer(header: string): Credentials {
  const token = BEARER.exec(header)?.[1];
  if (token === undefined) throw new InvalidTokenError();
  return { bearer: token };
}

/** RFC 7617: UTF-8, no control characters, and the password begins after the first colon. */
function readBasic(header: string): Credentials {
  const pair = decodeBase64(BASIC.exec(header)?.[1] ?? '');
  const colon = pair.indexOf(':');
  if (colon < 0 || CONTROL.test(pair)) throw new InvalidCredentialsError();
  return { email: pair.slice(0, colon), password: pair.slice(colon + 1) };
}

function decodeBase64(text: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(text, 'base64'));
  } catch {
    throw new InvalidCredentialsError();
  }
}
