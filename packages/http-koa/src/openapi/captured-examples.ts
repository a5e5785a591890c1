import type { ProblemCode, ProblemDetails } from '../problem.js';
import type { HeaderName } from './header-name.js';

/** Requests and answers captured from a server, with every path below the prefix. */
export interface Examples {
  readonly operations: Readonly<Record<string, OperationExample>>;
  /** `{prefix}` is a placeholder for the path where the API is mounted. */
  readonly headers: { readonly [Name in HeaderName]?: string };
  readonly problems: { readonly [Code in ProblemCode]?: Omit<ProblemDetails, 'type'> };
}

interface OperationExample {
  readonly params: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** The answers by status. */
  readonly responses: Readonly<Record<string, unknown>>;
}
