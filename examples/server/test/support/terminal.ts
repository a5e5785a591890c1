import type { ExecutionContext } from 'ava';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { eventually } from './eventually.js';

/** A server on a terminal, as for a person who starts it; `script` of util-linux makes the terminal. */
export class TerminalServer {
  readonly #process;
  #shown = '';

  constructor(t: Pick<ExecutionContext, 'teardown'>, env: Record<string, string>) {
    const file = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
    const command = `exec '${process.execPath}' '${file}'`;
    this.#process = spawn('script', ['-qec', command, '/dev/null'], { env, stdio: 'pipe' });
    this.#process.stdout.setEncoding('utf8').on('data', (text: string) => (this.#shown += text));
    t.teardown(() => this.#process.kill('SIGKILL'));
  }

  get shown(): string {
    return this.#shown;
  }

  /** Resolves to the URL when the server listens. */
  url(): Promise<string> {
    return eventually('the server to listen', () => /url: .*?(http:[\d.:/]+)/.exec(this.#shown)?.[1] ?? null);
  }

  /** Presses Control-C. */
  async stop(): Promise<void> {
    this.#process.stdin.write('\x03');
    await once(this.#process, 'exit');
  }
}
