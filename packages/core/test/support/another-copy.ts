import type * as core from '@bailiwick/core';
import type * as memory from '@bailiwick/core/memory';
import type * as testing from '@bailiwick/core/testing';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

interface Copy {
  readonly core: typeof core;
  readonly memory: typeof memory;
  readonly testing: typeof testing;
}

/** Loads a second copy of the library, like a host that is one release ahead of an adapter. */
export async function anotherCopy(): Promise<Copy> {
  const folder = mkdtempSync(join(tmpdir(), 'bailiwick-copy-'));
  const index = import.meta.resolve('@bailiwick/core');
  cpSync(new URL('.', index), join(folder, 'dist'), { recursive: true });
  cpSync(new URL('../package.json', index), join(folder, 'package.json'));
  const load = (file: string) => import(pathToFileURL(join(folder, 'dist', file)).href);
  const copy = {
    core: await load('index.js'),
    memory: await load('memory/index.js'),
    testing: await load('testing/index.js'),
  };
  rmSync(folder, { recursive: true });
  return copy;
}
