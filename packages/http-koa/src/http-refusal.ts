/** The codes of refusals by HTTP itself, beside those of the core. `internal` is for unexpected errors. */
export type HttpErrorCode =
  | 'cross-site-request'
  | 'method-not-allowed'
  | 'not-acceptable'
  | 'request-timeout'
  | 'payload-too-large'
  | 'unsupported-media-type'
  | 'internal';

/** `malformed-request` is a code of the core; a refusal with it can also set headers, such as `Connection`. */
type HttpRefusalCode = Exclude<HttpErrorCode, 'internal'> | 'malformed-request';

/** A symbol that all copies of this package in a process share, whatever their release. */
const BRAND: unique symbol = Symbol.for('@bailiwick/http-koa/refusal');

/**
 * Refuses a request that never reaches a command; `headers` say what the client can do instead. `instanceof` also
 * recognises refusals from another copy of this package.
 */
export class HttpRefusal extends Error {
  override readonly name = 'HttpRefusal';
  readonly code: HttpRefusalCode;
  readonly headers: Readonly<Record<string, string>>;

  constructor(code: HttpRefusalCode, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.code = code;
    this.headers = headers;
  }

  /** @internal */
  get [BRAND](): true {
    return true;
  }

  static override [Symbol.hasInstance](this: { readonly prototype: object }, value: unknown): boolean {
    // A class that a host derives from this one has no other copies.
    if (this.prototype !== HttpRefusal.prototype)
      return Object.prototype.isPrototypeOf.call(this.prototype, value as object);
    return typeof value === 'object' && value !== null && BRAND in value;
  }
}
