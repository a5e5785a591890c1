import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';

export interface FileContent {
  readonly bytes: Buffer;
  /** An entity tag, which is different for different bytes. */
  readonly etag: string;
}

/** Reads a file once, on first use. A failure is not cached, so that the next call tries again. */
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
