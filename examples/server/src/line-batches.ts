import type { DestinationStream } from 'pino';

/** Lines are passed on in batches of about a hundred, or when the oldest has waited this long. */
const BATCH_LENGTH = 32 * 1024;
const BATCH_MS = 50;

/** Collects lines, because each write in the background takes time of the thread that serves requests. */
export class LineBatches implements DestinationStream {
  readonly #destination: DestinationStream;
  #lines: string[] = [];
  #length = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(destination: DestinationStream) {
    this.#destination = destination;
  }

  write(line: string): void {
    this.#lines.push(line);
    this.#length += line.length;
    if (this.#length >= BATCH_LENGTH) this.flush();
    else this.#timer ??= setTimeout(() => this.flush(), BATCH_MS).unref();
  }

  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#lines.length > 0) this.#destination.write(this.#lines.join(''));
    this.#lines = [];
    this.#length = 0;
  }
}

/** Counts the lines of a batch. */
export function linesOf(batch: string): number {
  return batch.split('\n').length - 1;
}
