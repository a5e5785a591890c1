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

/** A request that never reaches a command; `headers` say what the client can do instead. */
export class HttpRefusal extends Error {
  override readonly name = 'HttpRefusal';
  readonly code: HttpRefusalCode;
  readonly headers: Readonly<Record<string, string>>;

  constructor(code: HttpRefusalCode, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.code = code;
    this.headers = headers;
  }
}
