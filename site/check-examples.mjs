// Checks that every function and every command that the packages export has an `@example`, and compiles all of them, as
// the reference shows them, against the built packages. An example may use whatever the packages export, and the
// names in `given`, without saying where they come from.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ReflectionKind } from 'typedoc';
import { readApi } from './typedoc.mjs';

/** Declarations that every example may use. */
const given = `
import type { Actor, AuditDraft, Bailiwick, Policy, Storage, UserActor } from '@bailiwick/core';
import type { ContractSubject } from '@bailiwick/core/contract';
import type { Knex } from 'knex';
import type { KeyObject } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { DependencyContainer } from 'tsyringe';
declare global {
  const bailiwick: Bailiwick<'database' | 'resource', 'databases' | 'resources', 'admin' | 'user', string, Knex.Transaction>;
  const actor: UserActor<'admin' | 'user'>;
  const admin: Actor;
  const ann: { readonly id: string };
  const acme: { readonly id: string };
  const resource: { readonly id: string };
  const storage: Storage<Knex.Transaction>;
  const knex: Knex;
  const trx: Knex.Transaction;
  const makeStorage: () => Promise<ContractSubject>;
  const policy: Policy;
  const draft: AuditDraft;
  const request: IncomingMessage;
  const response: ServerResponse;
  const credentials: { readonly email: string; readonly password: string };
  const container: DependencyContainer;
  const clientAddress: string;
  const privateKey: KeyObject;
  const keyId: string;
  const api: string;
  const token: string;
  const rows: readonly { readonly resourceId: string }[];
  const test: (title: string, run: () => unknown) => void;
  const assert: typeof import('node:assert');
  const writeFile: typeof import('node:fs/promises').writeFile;
  const Koa: typeof import('koa');
  // The parts of a host that examples mention, in any framework.
  const app: any, fastify: any, router: any, listReports: any, findVm: any, restart: any;
}
`;
/** Classes whose methods are the commands of the library; a host never makes one. */
const COMMANDS = new Set([
  'Bailiwick',
  'Commands',
  'Users',
  'Resources',
  'Quotas',
  'Sessions',
  'AccessKeys',
  'AuditEvents',
]);

const root = fileURLToPath(new URL('..', import.meta.url));
// In a workspace that has everything that the examples import.
const folder = join(root, 'examples/server/dist-examples');
const tsc = join(
  dirname(createRequire(join(root, 'package.json')).resolve('typescript/package.json')),
  'lib/tsc.js',
);

const { project } = await readApi();
const moduleOf = new Map();
for (const module of project.children)
  for (const { name } of module.children) if (!moduleOf.has(name)) moduleOf.set(name, module.name);

const examples = [];
const without = [];
const functions = [ReflectionKind.Function, ReflectionKind.Method].flatMap((kind) =>
  project.getReflectionsByKind(kind),
);
for (const reflection of functions) {
  const owner = reflection.parent?.kindOf(ReflectionKind.Module) === true ? null : reflection.parent?.name;
  const title = owner === null ? reflection.name : `${owner}.${reflection.name}`;
  const comments = [reflection.comment, ...(reflection.signatures ?? []).map(({ comment }) => comment)];
  const texts = comments.flatMap((comment) => comment?.getTags('@example') ?? []);
  const isInherited = reflection.inheritedFrom !== undefined;
  if (texts.length === 0 && !isInherited && (owner === null || COMMANDS.has(owner))) without.push(title);
  for (const { content } of texts) examples.push({ title, text: content.map(({ text }) => text).join('') });
}

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, 'given.d.ts'), given);
examples.forEach(({ title, text }, index) => {
  const code = text.replaceAll(/^```.*$/gm, '').trim();
  const names = new Set([...code.matchAll(/[A-Za-z]\w*/g)].map(([name]) => name));
  const isOwn = (name) => new RegExp(`(?:const|import) (?:\\{[^}]*)?\\b${name}\\b`).test(code);
  const imports = [...names]
    .filter((name) => moduleOf.has(name) && !isOwn(name))
    .map((name) => `import { ${name} } from '${moduleOf.get(name)}';`);
  writeFileSync(
    join(folder, `${index}-${title.replaceAll('.', '-')}.ts`),
    `${imports.join('\n')}\n${code}\nexport {};\n`,
  );
});
const tsconfig = {
  extends: '../../../tsconfig.base.json',
  compilerOptions: { composite: false, noEmit: true, verbatimModuleSyntax: false, noImplicitAny: false },
  include: ['*.ts'],
};
writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(tsconfig));
const { status, stdout } = spawnSync(process.execPath, [tsc, '-p', folder], {
  cwd: folder,
  encoding: 'utf8',
});
if (!process.argv.includes('--keep')) rmSync(folder, { recursive: true, force: true });
assert.equal(status, 0, `Examples do not compile:\n${stdout}`);
assert.deepEqual(without, [], 'Public functions without an @example.');
console.log(`examples: ${examples.length}, all compiled`);
