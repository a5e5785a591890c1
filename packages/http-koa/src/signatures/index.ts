export { signatureBase, type Component } from './signature-base.js';
export { isAuthority, requestSignatures, type RequestSignaturesOptions } from './request-signatures.js';
export type { SignatureReader, SignedRequest } from '../signed-request.js';
