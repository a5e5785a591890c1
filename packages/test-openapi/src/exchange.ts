/** A request and its answer. */
export interface Exchange {
  readonly method: string;
  /** With the prefix; a query is not looked at. */
  readonly path: string;
  readonly status: number;
  readonly headers: Pick<Headers, 'get'>;
  /** The body of the answer as it came. */
  readonly text: string;
  /** The body of the request, when there was one. */
  readonly sent?: string | undefined;
}
