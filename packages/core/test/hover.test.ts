import test from 'ava';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

/** The place of the program does not matter, except for its imports. */
const FILE = fileURLToPath(new URL('../test/a-host.ts', import.meta.url));
const HOST = `
import { createBailiwick, type Actor } from '@bailiwick/core';
import { memoryStorage } from '@bailiwick/core/memory';
import { fastHasher } from '@bailiwick/core/testing';
declare const actor: Actor;
const ports = { storage: memoryStorage(), passwordHasher: fastHasher };
const plain = createBailiwick(ports);
const declared = createBailiwick({
  ...ports,
  kinds: { database: { databases: 1, storageGiB: 20 }, note: {} },
  roles: ['support'],
  groups: { organisation: {}, project: { in: ['organisation'] } },
  actions: ['database:restart'],
});
const quotas = declared.quotas.list(actor, 'x');
const resource = declared.resources.get(actor, 'x');
const group = declared.groups.get(actor, 'x');
declared.quotas.setLimit(actor, { ownerId: 'x', meter: 'databses', limit: 1 });
void [plain.users.create, plain.users.change, plain.users.setPassword, plain.users.delete];
void [plain.members.set, plain.groups.create, plain.accessKeys.register];
`;

const EXPECTED: Readonly<Record<string, string>> = {
  plain:
    'const plain: Bailiwick<"resource", "resources", BuiltInRole, BuiltInAction, MemoryTransaction, BuiltInMemberRole, "group">',
  declared:
    'const declared: Bailiwick<"database" | "note", "databases" | "storageGiB", BuiltInRole | "support", BuiltInAction | "database:restart", MemoryTransaction, BuiltInMemberRole, "organisation" | "project">',
  quotas: 'const quotas: Promise<readonly Quota<"databases" | "storageGiB">[]>',
  group: 'const group: Promise<Group<"organisation" | "project">>',
  resource: 'const resource: Promise<Resource<"database" | "note">>',
};

function languageService() {
  return ts.createLanguageService({
    getScriptFileNames: () => [FILE],
    getScriptVersion: () => '1',
    getScriptSnapshot: (path) => {
      if (path === FILE) return ts.ScriptSnapshot.fromString(HOST);
      return existsSync(path) ? ts.ScriptSnapshot.fromString(readFileSync(path, 'utf8')) : undefined;
    },
    getCurrentDirectory: () => fileURLToPath(new URL('.', import.meta.url)),
    getCompilationSettings: () => ({
      module: ts.ModuleKind.NodeNext,
      target: ts.ScriptTarget.ES2022,
      strict: true,
      skipLibCheck: true,
      types: ['node'],
    }),
    getDefaultLibFileName: (options) => ts.getDefaultLibFilePath(options),
    fileExists: (path) => path === FILE || ts.sys.fileExists(path),
    readFile: (path) => ts.sys.readFile(path),
    readDirectory: (...args) => ts.sys.readDirectory(...args),
    directoryExists: (path) => ts.sys.directoryExists(path),
    getDirectories: (path) => ts.sys.getDirectories(path),
    realpath: (path) => ts.sys.realpath?.(path) ?? path,
  });
}

const service = languageService();

test('types: editors and the compiler show kinds, meters and roles by their names', (t) => {
  for (const [name, expected] of Object.entries(EXPECTED)) {
    const position = HOST.indexOf(`const ${name}`) + 'const '.length;
    const info = service.getQuickInfoAtPosition(FILE, position);
    t.is(ts.displayPartsToString(info?.displayParts), expected);
  }
  const complaints = service.getSemanticDiagnostics(FILE).map(({ messageText }) => messageText);
  t.deepEqual(complaints, [
    `Type '"databses"' is not assignable to type '"databases" | "storageGiB"'. Did you mean '"databases"'?`,
  ]);
});

test('types: editors show of every command that may ask for the password that it does', (t) => {
  const commands = [...HOST.matchAll(/plain\.(\w+\.(\w+))/g)];
  t.is(commands.length, 7);
  for (const { 0: text, 1: command = '', 2: method = '', index } of commands) {
    const info = service.getQuickInfoAtPosition(FILE, index + text.length - method.length);
    const [, thrown = ''] = /@throws ([^@]*)/.exec(tagsOf(info)) ?? [];
    t.regex(thrown, /`confirmation-required`/, command);
  }
});

function tagsOf(info: ts.QuickInfo | undefined): string {
  return (info?.tags ?? []).map(({ name, text }) => `@${name} ${ts.displayPartsToString(text)}`).join('\n');
}
