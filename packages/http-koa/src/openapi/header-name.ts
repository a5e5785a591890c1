import type { ResponseHeader } from '../operation.js';

/** The headers that only some answers have. */
export type HeaderName =
  | ResponseHeader
  | 'WWW-Authenticate'
  | 'Allow'
  | 'Accept'
  | 'Accept-Patch'
  | 'Accept-Encoding'
  | 'Retry-After';
