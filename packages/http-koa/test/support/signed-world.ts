import type { ExecutionContext } from 'ava';
import { requestSignatures, type RequestSignaturesOptions } from '@bailiwick/http-koa/signatures';
import { rawRequest } from './raw-request.js';
import type { Wire } from './rfc9421-signer.js';
import { PUBLIC_KEY, world, type World } from './world.js';

/** Makes a world in which ann has registered {@link PUBLIC_KEY}. */
export async function signedWorld(
  t: ExecutionContext,
  options: RequestSignaturesOptions = {},
): Promise<World & { readonly keyId: string; readonly send: (wire: Wire) => Promise<string> }> {
  const inhabited = await world(t, { router: { signatures: requestSignatures(options) } });
  const { body } = await inhabited.ann.post('/access-keys', { name: 'laptop', publicKey: PUBLIC_KEY });
  return { ...inhabited, keyId: body.id, send: (wire) => sendTo(inhabited.server.port, wire) };
}

export function sendTo(port: number, { method, target, host, lines, body }: Wire): Promise<string> {
  const length = body === '' ? [] : [`Content-Length: ${Buffer.byteLength(body, 'latin1')}`];
  return rawRequest(port, [`${method} ${target} HTTP/1.1`, `Host: ${host}`, ...lines, ...length], body);
}

/** Reads the code of a problem from a whole answer. */
export function codeIn(answer: string): string | undefined {
  return /"code":"([\w-]+)"/.exec(answer)?.[1];
}
