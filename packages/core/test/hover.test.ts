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

/** The packages that hosts import, whose declarations are what editors show. */
const PACKAGES = ['core', 'storage-knex', 'http-koa', 'console'];

/** Every declaration file of the packages. Only their syntax is read: with types, it would take seconds. */
const DECLARATIONS = PACKAGES.flatMap((name) => {
  const dist = fileURLToPath(new URL(`../../${name}/dist`, import.meta.url));
  const files = ts.sys.readDirectory(dist, ['.d.ts']);
  return files.map((file) =>
    ts.createSourceFile(file, ts.sys.readFile(file) ?? '', ts.ScriptTarget.ES2022, true),
  );
});

/** The names that a file passes on from another, as the entries do. */
const EXPORTED: ReadonlySet<string> = new Set(
  DECLARATIONS.flatMap(({ statements }) =>
    statements.flatMap((statement) => {
      const clause = ts.isExportDeclaration(statement) ? statement.exportClause : undefined;
      return clause !== undefined && ts.isNamedExports(clause)
        ? clause.elements.map(({ name }) => name.text)
        : [];
    }),
  ),
);

/** The files that are entries: some declare what they export. */
const ENTRIES: ReadonlySet<string> = new Set(
  PACKAGES.flatMap((name) => {
    const manifest = new URL(`../../${name}/package.json`, import.meta.url);
    const { exports } = JSON.parse(readFileSync(manifest, 'utf8')) as {
      readonly exports: Readonly<Record<string, string | { readonly types: string }>>;
    };
    return Object.values(exports).flatMap((entry) =>
      typeof entry === 'string' ? [] : [fileURLToPath(new URL(entry.types, manifest))],
    );
  }),
);

/** The members of option interfaces, and of the objects in parameters that callers may leave out in part, by their place. */
function* optionMembers(): Generator<readonly [place: string, member: ts.PropertySignature]> {
  for (const file of DECLARATIONS)
    for (const statement of file.statements) {
      const isExported = (name: string) => EXPORTED.has(name) || ENTRIES.has(file.fileName);
      if (ts.isInterfaceDeclaration(statement)) {
        const name = statement.name.text;
        const isOfOptions = /(?:Options|Input|Settings)$/.test(name) && isExported(name);
        if (isOfOptions) for (const member of propertiesOf(statement)) yield [name, member];
      } else if (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) {
        const name = statement.name?.text ?? '';
        if (!isExported(name)) continue;
        const callables = ts.isClassDeclaration(statement)
          ? statement.members.filter(ts.isMethodDeclaration)
          : [statement];
        for (const { type } of callables.flatMap(({ parameters }) => [...parameters])) {
          const members = type !== undefined && ts.isTypeLiteralNode(type) ? propertiesOf(type) : [];
          const isOfOptions = members.some(({ questionToken }) => questionToken !== undefined);
          if (isOfOptions) for (const member of members) yield [name, member];
        }
      }
    }
}

function propertiesOf({ members }: ts.InterfaceDeclaration | ts.TypeLiteralNode): ts.PropertySignature[] {
  return members.filter(ts.isPropertySignature);
}

/** Says what holds if the member is left out; of a filter, the word "only" does. */
const SAYS_DEFAULT = /\b(?:default|left out|without|only|needed|own limits|if `true`)\b/i;

const UNITS = [
  ['Ms', 'millisecond'],
  ['Seconds', 'second'],
  ['Bytes', 'byte'],
] as const;

test('types: editors show of every option what it is, its unit, and what holds without it', (t) => {
  const problems: string[] = [];
  let members = 0;
  for (const [place, member] of optionMembers()) {
    const name = member.name.getText();
    const text = ts
      .getJSDocCommentsAndTags(member)
      .map((comment) => comment.getText())
      .join('\n');
    const lacks = [
      ...(text === '' ? ['text'] : []),
      ...(member.questionToken !== undefined && !SAYS_DEFAULT.test(text) ? ['default'] : []),
      ...(UNITS.some(([suffix, unit]) => name.endsWith(suffix) && !text.includes(unit)) ? ['unit'] : []),
    ];
    problems.push(...lacks.map((what) => `${place}: ${name} has no ${what}`));
    members += 1;
  }
  t.deepEqual(problems, []);
  t.true(members > 120, `${members} members`);
});
