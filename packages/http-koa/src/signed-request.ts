import type { IncomingMessage } from 'node:http';
import type { RequestSignature } from '@bailiwick/core';

/** A request with a signature that has been read, and not been verified. */
export interface SignedRequest {
  readonly signature: RequestSignature;
  /**
   * To be called with the body as it was received: the signature covers a digest of it, and nothing else
   * compares the two.
   *
   * @throws `invalid-signature`
   */
  readonly requireBody: (bytes: Uint8Array) => void;
}

/**
 * Reads signatures; `requestSignatures` of `@bailiwick/http-koa/signatures` makes one. `null`: the request
 * is not signed. `target` is that of the request line as it was received, before any prefix was taken off.
 *
 * @throws `invalid-signature`, `malformed-request`
 */
export type SignatureReader = (request: IncomingMessage, target: string) => SignedRequest | null;
