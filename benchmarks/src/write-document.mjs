import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const ROOT = new URL('../../', import.meta.url);

/** Writes `docs/<name>`, formatting Markdown as the formatter requires. */
export function writeDocument(name, text) {
  const file = fileURLToPath(new URL(`docs/${name}`, ROOT));
  mkdirSync(new URL('.', new URL(`docs/${name}`, ROOT)), { recursive: true });
  writeFileSync(file, text);
  if (!name.endsWith('.md')) return;
  const { status } = spawnSync('npx', ['oxfmt', file], { cwd: fileURLToPath(ROOT), stdio: 'ignore' });
  if (status !== 0) throw new Error(`${name} could not be formatted.`);
}
