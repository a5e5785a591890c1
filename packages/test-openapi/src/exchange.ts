/** An HTTP request and its answer. */
export interface Exchange {
  readonly method: string;
  /** The path with its prefix; a query is ignored. */
  readonly path: string;
  readonly status: number;
  readonly headers: Pick<Headers, 'get'>;
  /** The body of the answer as it came. */
  readonly text: string;
  /** The body of the request, if it had one. */
  readonly sent?: string | undefined;
}
