import { hash } from 'node:crypto';

/** Two requests with one idempotency key are equal if their hashes are. The payload must hold no guessable secret. */
export function hashPayload(payload: readonly unknown[]): string {
  return hash(
    'sha256',
    JSON.stringify(payload, (_name, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value)),
    'base64url',
  );
}
