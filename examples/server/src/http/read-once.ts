import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';

export interface FileContent {
  readonly bytes: Buffer;
  /** An entity tag: another one for any other bytes. */
  readonly etag: string;
}

/** Reads a file when it is first asked for, and once; a failure is not kept, so that the next to ask tries again. */
export function readOnce(file: URL): () => Promise<FileContent> {
  let content: Promise<FileContent> | null = null;
  return () => {
    content ??= read(file).catch((error: unknown) => {
      content = null;
      throw error;
    });
    return content;
  };
}

async function read(file: URL): Promise<FileContent> {
  const bytes = await readFile(file);
  return { bytes, etag: `"${createHash('sha256').update(bytes).digest('base64url')}"` };
}
