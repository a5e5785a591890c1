import { hash } from 'node:crypto';

/** Two requests under one idempotency key are the same when this is. It must be given nothing that can be guessed and is secret. */
export function hashPayload(payload: readonly unknown[]): string {
  return hash(
    'sha256',
    JSON.stringify(payload, (_name, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value)),
    'base64url',
  );
}
