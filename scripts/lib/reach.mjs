// Finds the direct and indirect imports of an entry of built JavaScript: the files of its package, and those outside.
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { init, parse } from 'es-module-lexer';

// oxlint-disable-next-line typescript/await-thenable -- the types say `void`, but it is a promise
await init;

/** Returns the paths of `files`, and `outside`, which maps each specifier to one file that imports it. */
export function reach(entry) {
  const outside = new Map();
  const files = new Set();
  const queue = [entry];
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    if (files.has(file)) continue;
    files.add(file);
    const [imports] = parse(readFileSync(file, 'utf8'));
    for (const { type, specifier } of imports) {
      if (type === 'import-meta') continue;
      if (specifier === undefined) outside.set('a computed import', file);
      else if (specifier.startsWith('.')) queue.push(resolve(dirname(file), specifier));
      else outside.set(specifier, file);
    }
  }
  return { files, outside };
}
