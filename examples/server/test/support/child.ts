import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export interface Exit {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Surroundings {
  /** The limit of `ulimit -n`. */
  readonly descriptorsMax?: number;
}

/** A program of this package, started like by its users. */
export class Child {
  readonly exited: Promise<Exit>;
  readonly #process;
  #stdout = '';
  #stderr = '';

  constructor(
    program: 'main' | 'cli',
    args: readonly string[],
    env: Record<string, string>,
    stdin = '',
    { descriptorsMax }: Surroundings = {},
  ) {
    const file = fileURLToPath(new URL(`../../dist/${program}.js`, import.meta.url));
    const command = [process.execPath, file, ...args];
    const [first = '', ...rest] =
      descriptorsMax === undefined
        ? command
        : ['sh', '-c', `ulimit -n ${descriptorsMax} && exec "$0" "$@"`, ...command];
    this.#process = spawn(first, rest, { env, stdio: 'pipe' });
    this.#process.stdout.setEncoding('utf8').on('data', (text: string) => (this.#stdout += text));
    this.#process.stderr.setEncoding('utf8').on('data', (text: string) => (this.#stderr += text));
    // A program that does not read its input may end before all of it is written.
    this.#process.stdin.on('error', () => {}).end(stdin);
    this.exited = once(this.#process, 'close').then(([code]) => ({
      code,
      stdout: this.#stdout,
      stderr: this.#stderr,
    }));
  }

  get stdout(): string {
    return this.#stdout;
  }

  signal(name: NodeJS.Signals): void {
    this.#process.kill(name);
  }

  async kill(): Promise<void> {
    this.signal('SIGKILL');
    await this.exited;
  }
}
