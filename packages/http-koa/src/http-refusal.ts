/** What HTTP itself refuses, beside the codes of the core. `internal` is for what nobody expected. */
export type HttpErrorCode =
  | 'method-not-allowed'
  | 'not-acceptable'
  | 'payload-too-large'
  | 'unsupported-media-type'
  | 'internal';

/** A request that never reaches a command; `headers` say what the client can do instead. */
export class HttpRefusal extends Error {
  override readonly name = 'HttpRefusal';
  readonly code: Exclude<HttpErrorCode, 'internal'>;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    code: Exclude<HttpErrorCode, 'internal'>,
    message: string,
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.code = code;
    this.headers = headers;
  }
}
