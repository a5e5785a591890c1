import type { ResponseHeader } from '../operation.js';

/** Every header that an answer can carry beside those that all answers carry. */
export type HeaderName =
  | ResponseHeader
  | 'WWW-Authenticate'
  | 'Allow'
  | 'Accept'
  | 'Accept-Patch'
  | 'Accept-Encoding'
  | 'Retry-After';
