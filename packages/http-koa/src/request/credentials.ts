import { InvalidCredentialsError, InvalidTokenError, type Credentials } from '@bailiwick/core';

const BEARER = /^bearer +([\w\-.~+/]+=*)$/i;
const BASIC = /^basic +([a-z0-9+/]+={0,2})$/i;
// oxlint-disable-next-line no-control-regex -- RFC 7617 section 2 forbids control characters here
const CONTROL = /[\x00-\x1f\x7f]/;

/**
 * Reads the credential in an `Authorization` header; `null` if the scheme is missing or unknown, so that the answer is
 * a challenge. An unreadable credential of a known scheme is a wrong credential.
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

/** Reads a bearer token (RFC 6750 section 2.1). */
function readBearer(header: string): Credentials {
  const token = BEARER.exec(header)?.[1];
  if (token === undefined) throw new InvalidTokenError();
  return { bearer: token };
}

/** Reads Basic credentials (RFC 7617): UTF-8 without control characters; the password begins after the first colon. */
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
