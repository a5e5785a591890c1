/// <reference types="node" preserve="true" />
// `@bailiwick/http-koa/signatures` exports the reader of signed requests; only hosts that import it load its parser.
export { signatureBase, type Component } from './signature-base.js';
export { isAuthority, requestSignatures, type RequestSignaturesOptions } from './request-signatures.js';
export type { SignatureReader, SignedRequest } from '../signed-request.js';
