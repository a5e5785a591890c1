// Fails if any code outside the policy decides by a role or by the type of an actor: only the policy grants permission.
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folders = [
  'packages/core/src',
  'packages/storage-knex/src',
  'packages/http-koa/src',
  'examples/server/src',
];

/** Matches a comparison with a role, or a check whether a list of roles includes one. */
const ROLE_CHECK =
  /\brole\s*[!=]==?|[!=]==?\s*['"](?:admin|user)['"]\s*(?:\)|&&|\|\||\?)|roles?\.(?:includes|has)\(|isAdmin\b/;

/** The places that use a role for another purpose than permission, with the reason. */
const ELSEWHERE = {
  'packages/core/src/policy/': 'the policy itself',
  'packages/core/src/users/user.ts': 'the rule that there is always an administrator',
  'packages/core/src/memory/users.ts': 'the filter of a list, and whether a role was taken away',
  'packages/core/src/contract/members.ts': 'the rule that a group keeps an owner',
  'packages/core/src/memory/members.ts': 'the rule that a group keeps an owner',
  'packages/storage-knex/src/members.ts': 'the rule that a group keeps an owner',
  'packages/storage-knex/src/users.ts': 'whether a role was taken away',
};

const complaints = [];
for (const folder of folders) {
  for (const entry of readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })) {
    const path = relative(root, join(root, folder, entry));
    if (!path.endsWith('.ts') || Object.keys(ELSEWHERE).some((allowed) => path.startsWith(allowed))) continue;
    readFileSync(join(root, path), 'utf8')
      .split('\n')
      .forEach((line, index) => {
        // `role !== undefined` checks only whether a role was given, and the sort of an owner is none.
        const code = line
          .replaceAll(/\b(?:actor\.type|ownerType|ownerSort)\s*[!=]==\s*'user'/g, '')
          .replaceAll(/\brole\s*[!=]==\s*(?:undefined|null)/g, '')
          .replace(/^\s*(?:\*|\/\/).*/, '');
        if (ROLE_CHECK.test(code)) complaints.push(`${path}:${index + 1}: ${line.trim()}`);
      });
  }
}

for (const complaint of complaints) console.error(complaint);
if (complaints.length > 0) console.error('Ask the policy instead of looking at a role.');
else console.log('Only the policy decides by roles.');
process.exitCode = complaints.length === 0 ? 0 : 1;
