const QUOTED = /^"((?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\["\\])*)"$/;

/**
 * Reads the key in an `Idempotency-Key` header; `null` if its quotes are broken. The draft of that name demands a
 * quoted string (RFC 9651 section 3.3.3), but most clients send the bare key, so both forms mean the same key.
 */
export function readIdempotencyKey(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  if (!value.startsWith('"')) return value;
  const quoted = QUOTED.exec(value)?.[1];
  return quoted === undefined ? null : quoted.replaceAll(/\\(["\\])/g, '$1');
}
