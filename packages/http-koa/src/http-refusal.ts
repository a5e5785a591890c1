/** What HTTP itself refuses, beside the codes of the core. `internal` is for what nobody expected. */
export type HttpErrorCode =
  | 'method-not-allowed'
  | 'not-acceptable'
  | 'request-timeout'
  | 'payload-too-large'
  | 'unsupported-media-type'
  | 'internal';

/** `malformed-request` is a code of the core; as a refusal it can say something about the connection too. */
type HttpRefusalCode = Exclude<HttpErrorCode, 'internal'> | 'malformed-request';

/** The same in every copy of this package that a process has loaded, of whatever release. */
const BRAND: unique symbol = Symbol.for('@bailiwick/http-koa/refusal');

/**
 * A request that never reaches a command; `headers` say what the client can do instead. `instanceof` is true of a
 * refusal of another copy of this package as well.
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
    // A class that a host derives from this one is nobody else's.
    if (this.prototype !== HttpRefusal.prototype)
      return Object.prototype.isPrototypeOf.call(this.prototype, value as object);
    return typeof value === 'object' && value !== null && BRAND in value;
  }
}
