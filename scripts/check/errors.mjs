// Checks that docs/errors.md lists every error code with its status, its meaning and what to do: from the table that
// answers requests and the guide behind the problem pages. `--write` renews it. Needs a built workspace.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { PROBLEM_GUIDE } from '../../packages/http-koa/dist/problem-pages/problem-guide.js';
import { PROBLEMS } from '../../packages/http-koa/dist/problem.js';

const path = fileURLToPath(new URL('../../docs/errors.md', import.meta.url));
const rows = Object.entries(PROBLEM_GUIDE)
  .map(([code, { when, advice }]) => ({ code, when, advice, status: PROBLEMS[code].status }))
  .sort((a, b) => a.status - b.status || a.code.localeCompare(b.code))
  .map(({ code, status, when, advice }) => `| \`${code}\` | ${status} | ${when} | ${advice} |`);
const document = `# Errors

Which errors are there, what does each of them mean, and what should a caller do? Clients switch on the \`code\`, which is
stable; the text is for people and may change.

<!-- Made by \`node scripts/check/errors.mjs --write\` from the table that answers requests. -->

| code | HTTP | when | what to do |
| --- | --- | --- | --- |
${rows.join('\n')}

The library throws errors with a \`code\`. \`@bailiwick/core\` exports their classes, which are named after it, such as
\`QuotaExceededError\`, and \`isBailiwickError\`, which recognises them all. Over HTTP, the same codes are members of problem
details (RFC 9457), whose \`type\` leads to a page about the code. Contributing says
[how to add a code](../CONTRIBUTING.md#an-error-code).
`;

// The formatter pads the columns of tables.
const unpadded = (text) => text.replaceAll(/ {2,}|-{3,}/g, ' ').replaceAll(/ +\|/g, ' |');
if (process.argv.includes('--write')) writeFileSync(path, document);
else {
  const isTrue = unpadded(readFileSync(path, 'utf8')) === unpadded(document);
  assert.ok(isTrue, 'docs/errors.md is old: run `node scripts/check/errors.mjs --write`.');
}
console.log(`docs/errors.md: ${rows.length} codes`);
