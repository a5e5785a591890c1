import type { ApiRequest } from './api.js';

/** Members that nobody wants in the history of their shell. */
const SECRETS = new Set(['password', 'currentPassword', 'newPassword', 'token']);

/** Writes a request as a command for a shell, which takes the session token from `$TOKEN`. */
export function curlOf(request: ApiRequest<unknown>, api: string): string {
  const { method, path, body, ifMatch, idempotencyKey, accept } = request;
  const parts = [`curl${method === 'GET' ? '' : ` -X ${method}`} ${quoted(api + path)}`];
  if (path !== '/sessions' || method !== 'POST') parts.push(`-H "Authorization: Bearer $TOKEN"`);
  if (accept !== undefined) parts.push(`-H ${quoted(`Accept: ${accept}`)}`);
  if (ifMatch !== undefined) parts.push(`-H ${quoted(`If-Match: ${ifMatch}`)}`);
  if (idempotencyKey !== undefined) parts.push(`-H ${quoted(`Idempotency-Key: ${idempotencyKey}`)}`);
  if (body !== undefined) {
    parts.push(`-H 'Content-Type: application/json'`, `-d ${quoted(JSON.stringify(body, hideSecrets))}`);
  }
  return parts.join(' \\\n  ');
}

function hideSecrets(name: string, value: unknown): unknown {
  return SECRETS.has(name) ? '…' : value;
}

/** Within single quotes, a shell reads everything as it is, except for a single quote. */
function quoted(word: string): string {
  return `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
