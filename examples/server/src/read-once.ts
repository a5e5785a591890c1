import { readFile } from 'node:fs/promises';

/** Reads a file when it is first asked for, and once; a failure is not kept, so that the next to ask tries again. */
export function readOnce(file: URL): () => Promise<Buffer> {
  let content: Promise<Buffer> | null = null;
  return () => {
    content ??= readFile(file).catch((error: unknown) => {
      content = null;
      throw error;
    });
    return content;
  };
}
