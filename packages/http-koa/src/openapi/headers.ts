import type { JsonSchema } from '../schema/json-schema.js';
import { EXAMPLES } from './examples.js';
import type { HeaderName } from './header-name.js';

interface HeaderDescription {
  readonly description: string;
  /** Is it there whenever the response is? */
  readonly required: boolean;
  readonly schema: JsonSchema;
}

const URI_REFERENCE: JsonSchema = { type: 'string', format: 'uri-reference' };
const TEXT: JsonSchema = { type: 'string' };

const HEADERS: Readonly<Record<HeaderName, HeaderDescription>> = {
  Location: { description: 'Where to find what was made.', required: true, schema: URI_REFERENCE },
  ETag: {
    description: 'Stands for this version of what was read: for `If-Match` and `If-None-Match`.',
    required: true,
    schema: { type: 'string', pattern: '^"[^"]*"$' },
  },
  Link: {
    description: 'The next page, as `rel="next"` (RFC 8288). Missing on the last one.',
    required: false,
    schema: TEXT,
  },
  'WWW-Authenticate': {
    description:
      'How to authenticate: one challenge for each scheme. On a 403 of the policy, that another user could.',
    required: false,
    schema: { type: 'string', pattern: '^Bearer realm="bailiwick"' },
  },
  Allow: { description: 'The methods of this path.', required: true, schema: TEXT },
  Accept: { description: 'The media types that the body may have.', required: false, schema: TEXT },
  'Accept-Patch': { description: 'The same for PATCH (RFC 5789).', required: false, schema: TEXT },
  'Accept-Encoding': {
    description: 'The content codings that the body may have, when that is what was wrong.',
    required: false,
    schema: TEXT,
  },
  'Retry-After': {
    description: 'After how many seconds to try again.',
    required: true,
    schema: { type: 'string', pattern: '^[0-9]+$' },
  },
};

const HEADER_NAMES = Object.keys(HEADERS) as readonly HeaderName[];

export function headersOf(names: readonly HeaderName[]): JsonSchema {
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));
}

/** The components that {@link headersOf} refers to. The examples have their paths below the prefix. */
export function headerObjects(prefix: string): JsonSchema {
  return Object.fromEntries(
    HEADER_NAMES.map((name) => {
      const example = EXAMPLES.headers[name]?.replace('{prefix}', prefix);
      return [name, { ...HEADERS[name], ...(example === undefined ? {} : { example }) }];
    }),
  );
}
