/** What holds for the whole API, in the Markdown that OpenAPI asks for. */
export const API_DESCRIPTION = `Users, the resources they own, quotas that hold, and a policy that decides and explains.

**Credentials.** Log in to get a session token, and send it as a bearer token. Programs may register a public key and
sign their requests instead (RFC 9421), where the server takes signatures: \`x-signatures\` says how, and the operations
that take one have \`x-signature\`.

**Errors** are problem details (RFC 9457). Switch on \`code\`; \`type\` leads to a page about it, \`detail\` is for people.
What you may not see is answered like what does not exist.

**Methods.** HEAD is answered wherever GET is, OPTIONS on every path. Any other method of a path is a 405 with \`Allow\`.

**Conditions.** Single resources and single users have an \`ETag\`: \`If-None-Match\` saves reading what you have, and
\`If-Match\` keeps a change from undoing another's. The two are checked where they are listed. What has no \`ETag\`
(sessions, access keys, quotas, limits, passwords) checks neither: a change that comes with one is a 400, and nothing is
done. The same holds for an \`Idempotency-Key\` where none is listed. Times of change are in no header, so that \`If-Modified-Since\` and \`If-Unmodified-Since\` mean nothing here.

**Lists** that can be long come in pages, newest first. Follow \`Link\`, or pass \`nextCursor\` on as \`cursor\`.

**Bodies** are JSON in UTF-8. An unknown member or query parameter is an error, so that a misspelt one is noticed.`;

/** A path belongs to the tag that it begins with. */
export const TAGS: readonly { readonly name: string; readonly description: string }[] = [
  { name: 'sessions', description: 'Logging in and out.' },
  { name: 'me', description: 'The user behind the credential.' },
  { name: 'access-keys', description: 'Public keys, whose signatures stand for their user.' },
  { name: 'resources', description: 'What users own.' },
  { name: 'users', description: 'Users with their passwords, sessions, access keys, resources and quotas.' },
  { name: 'default-limits', description: 'The limits of every user without one of their own.' },
  { name: 'audit-events', description: 'What was done, and what was refused.' },
];
