/** The description of the whole API, in Markdown as OpenAPI expects. */
export const API_DESCRIPTION = `Manages users, the resources they own, their quotas, and the policy that decides who may do what.

**Credentials.** Log in to get a session token, and send it as a bearer token. Programs may register a public key and
sign their requests instead (RFC 9421), if the server accepts signatures: \`x-signatures\` says how, and the operations
that accept one have \`x-signature\`. Pages of the same origin can keep their session in a cookie instead, which no script
can read; such a request must not have another credential, and only these pages can change something with it.

**Errors** are problem details (RFC 9457). Switch on \`code\`; \`type\` points to a page about it, and \`detail\` is for
people. A target that you may not see gets the same answer as one that does not exist.

**Methods.** Every path with GET also answers HEAD, and every path answers OPTIONS. Any other method is a 405 with
\`Allow\`.

**Conditions.** Single resources, users and groups have an \`ETag\`: \`If-None-Match\` avoids reading the same version
again, and \`If-Match\` prevents a change from overwriting another. Operations that check these headers list them. For
targets without an \`ETag\` (sessions, access keys, quotas, limits, passwords), a change with such a header is a 400, and
nothing is done. The same holds for an \`Idempotency-Key\` where none is listed. No header contains a time of change, so
\`If-Modified-Since\` and \`If-Unmodified-Since\` have no effect.

**Lists** that can be long are divided into pages, newest first. Follow \`Link\`, or send \`nextCursor\` as \`cursor\`. Those
with \`x-streamed\` can also be read as a whole, from \`cursor\` or the beginning to the end: send \`Accept\` with one of its media types,
and no \`pageSize\`. In CSV, a cell that a spreadsheet would take for a formula begins with an apostrophe. If the
connection breaks, the list is not complete.

**Bodies** are JSON in UTF-8. An unknown member or query parameter is an error, so that you notice a misspelt one.`;

/** The tags; a path belongs to the tag that it begins with. */
export const TAGS: readonly { readonly name: string; readonly description: string }[] = [
  { name: 'sessions', description: 'Logging in and out.' },
  { name: 'me', description: 'The user behind the credential.' },
  { name: 'access-keys', description: 'Public keys that verify the signatures of their user.' },
  { name: 'resources', description: 'Resources that users and groups own.' },
  { name: 'users', description: 'Users with their passwords, sessions, access keys, resources and quotas.' },
  { name: 'groups', description: 'Groups, which several users share, with their resources and quotas.' },
  { name: 'default-limits', description: 'The limits of all users who have no limit of their own.' },
  { name: 'policy', description: 'The rules that decide who may do what.' },
  { name: 'decisions', description: 'What would be decided, and why.' },
  { name: 'batches', description: 'Several requests at once.' },
  { name: 'quota-verifications', description: 'Recounts what is used, step by step.' },
  { name: 'quota-repairs', description: 'Corrects what is recorded as used, step by step.' },
  { name: 'overview', description: 'What administrators should know of first.' },
  { name: 'audit-events', description: 'A record of all accepted and refused commands.' },
];
