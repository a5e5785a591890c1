import type { WriteStream } from 'node:tty';

const INTERVAL_MS = 1_000;

/** Shows the progress of a long command: one changing line in a terminal, and a new line every second elsewhere. */
export class Progress {
  readonly #output: WriteStream;
  #shownAt = performance.now();

  constructor(output: WriteStream) {
    this.#output = output;
  }

  show(text: string): void {
    if (this.#output.isTTY) {
      this.clear();
      this.#output.write(text);
      return;
    }
    if (performance.now() - this.#shownAt < INTERVAL_MS) return;
    this.#shownAt = performance.now();
    this.#output.write(`${text}\n`);
  }

  clear(): void {
    if (!this.#output.isTTY) return;
    this.#output.cursorTo(0);
    this.#output.clearLine(0);
  }
}
