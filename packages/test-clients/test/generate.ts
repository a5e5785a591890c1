import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface Generator {
  /** Its package, and the file of `stories/` that uses what it makes. */
  readonly name: string;
  readonly program: string;
  /** As its own introduction has them. */
  readonly args: (document: string, folder: string) => readonly string[];
  /** Files that it reads, by their names. */
  readonly files?: (document: string, url: string) => Readonly<Record<string, string>>;
}

/** Plays the stories against a server: `url` is where the API is mounted. Throws when one ends otherwise than it should. */
type Stories = (url: string) => Promise<void>;

const PACKAGE = fileURLToPath(new URL('..', import.meta.url));
const DOCUMENT = join(PACKAGE, '../http-koa/openapi.json');
const require = createRequire(import.meta.url);

/**
 * Makes a client, compiles the stories against it, strictly and with the TypeScript that most have, and loads them. All
 * of it beside this package, where the generated code finds its libraries.
 *
 * @throws what the generator or the compiler has printed.
 */
export function generated({ name, program, args, files = () => ({}) }: Generator, url: string): Stories {
  const folder = join(PACKAGE, 'generated', name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [file, text] of Object.entries(files(DOCUMENT, url))) writeFileSync(join(folder, file), text);
  run(join(PACKAGE, 'node_modules', name, program), args(DOCUMENT, folder), folder);
  const stories = `${name.replace('@', '').replace('/', '-')}.ts`;
  copyFileSync(join(PACKAGE, 'stories', stories), join(folder, 'stories.ts'));
  copyFileSync(join(PACKAGE, 'stories', 'refused.ts'), join(folder, 'refused.ts'));
  writeFileSync(join(folder, 'package.json'), '{ "type": "commonjs" }');
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(TSCONFIG));
  run(join(PACKAGE, 'node_modules/typescript/lib/tsc.js'), ['-p', folder], folder);
  return (require(join(folder, 'dist/stories.js')) as { stories: Stories }).stories;
}

const TSCONFIG = {
  compilerOptions: {
    strict: true,
    skipLibCheck: true,
    target: 'es2022',
    lib: ['es2022', 'dom', 'dom.iterable'],
    // Most generated code imports without file extensions.
    module: 'commonjs',
    moduleResolution: 'node10',
    esModuleInterop: true,
    types: ['node'],
    rootDir: '.',
    outDir: 'dist',
  },
  include: ['.'],
};

function run(file: string, args: readonly string[], cwd: string): void {
  const env = { ...process.env, DO_NOT_TRACK: '1' };
  const { status, stdout, stderr } = spawnSync(process.execPath, [file, ...args], {
    cwd,
    env,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${file} ${args.join(' ')}\n${stdout}\n${stderr}`);
}
