import type { JsonSchema } from '../schema/json-schema.js';
import { EXAMPLES } from './examples.js';
import type { HeaderName } from './header-name.js';

interface HeaderDescription {
  readonly description: string;
  /** Does every response that lists the header contain it? */
  readonly required: boolean;
  readonly schema: JsonSchema;
}

const URI_REFERENCE: JsonSchema = { type: 'string', format: 'uri-reference' };
const TEXT: JsonSchema = { type: 'string' };

const HEADERS: Readonly<Record<HeaderName, HeaderDescription>> = {
  Location: { description: 'The path of the new entity.', required: true, schema: URI_REFERENCE },
  ETag: {
    description: 'Identifies this version, for `If-Match` and `If-None-Match`.',
    required: true,
    schema: { type: 'string', pattern: '^"[^"]*"$' },
  },
  Link: {
    description: 'The next page, as `rel="next"` (RFC 8288). Missing on the last one.',
    required: false,
    schema: TEXT,
  },
  'Set-Cookie': {
    description:
      'Opens the session cookie of a login, or deletes that of a session that has ended. For browsers only.',
    required: false,
    schema: { type: 'string', pattern: '^(?:__Host-)?bailiwick=' },
  },
  'WWW-Authenticate': {
    description:
      'One challenge for each accepted scheme. On a 403 by the policy, it says that another user may be allowed.',
    required: false,
    schema: { type: 'string', pattern: '^Bearer realm="bailiwick"' },
  },
  Allow: { description: 'The methods of this path.', required: true, schema: TEXT },
  Accept: { description: 'The media types that the body may have.', required: false, schema: TEXT },
  'Accept-Patch': { description: 'The same for PATCH (RFC 5789).', required: false, schema: TEXT },
  'Accept-Encoding': {
    description: 'The content codings that the body may have, if its coding was refused.',
    required: false,
    schema: TEXT,
  },
  'Retry-After': {
    description: 'The number of seconds to wait before trying again.',
    required: true,
    schema: { type: 'string', pattern: '^[0-9]+$' },
  },
};

const HEADER_NAMES = Object.keys(HEADERS) as readonly HeaderName[];

/** Returns references to the descriptions of these headers, for one answer in the document. */
export function headersOf(names: readonly HeaderName[]): JsonSchema {
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));
}

/** Returns the components that {@link headersOf} refers to. Paths in the examples are below the prefix. */
export function headerObjects(prefix: string): JsonSchema {
  return Object.fromEntries(
    HEADER_NAMES.map((name) => {
      const example = EXAMPLES.headers[name]?.replace('{prefix}', prefix);
      return [name, { ...HEADERS[name], ...(example === undefined ? {} : { example }) }];
    }),
  );
}
