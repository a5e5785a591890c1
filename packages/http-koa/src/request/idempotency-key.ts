const QUOTED = /^"((?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\["\\])*)"$/;

/**
 * The key in an `Idempotency-Key` header. The draft of that name asks for a quoted string of RFC 9651
 * section 3.3.3, and most clients send the bare key: both are the same key. `null`: the quotes are broken.
 */
export function readIdempotencyKey(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  if (!value.startsWith('"')) return value;
  const quoted = QUOTED.exec(value)?.[1];
  return quoted === undefined ? null : quoted.replaceAll(/\\(["\\])/g, '$1');
}
