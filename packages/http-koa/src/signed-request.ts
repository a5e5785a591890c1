import type { IncomingMessage } from 'node:http';
import type { RequestSignature } from '@bailiwick/core';

/** A request with a signature that has been read but not verified. */
export interface SignedRequest {
  readonly signature: RequestSignature;
  /**
   * Checks the body as received against the signed digest. The caller must call it, because nothing else compares the
   * two.
   *
   * @throws `invalid-signature`
   */
  readonly requireBody: (bytes: Uint8Array) => void;
}

/**
 * Reads the signature of a request; `null` if it is not signed. `requestSignatures` of `@bailiwick/http-koa/signatures`
 * makes such a function. `target` is that of the request line as received, before a router removed any prefix.
 *
 * @throws `invalid-signature`, `malformed-request`
 */
export type SignatureReader = (request: IncomingMessage, target: string) => SignedRequest | null;
