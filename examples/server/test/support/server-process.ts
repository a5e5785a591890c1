import type { ExecutionContext } from 'ava';
import { ApiClient } from './api-client.js';
import { Child, type Exit, type Surroundings } from './child.js';
import { eventually } from './eventually.js';

type LogLine = Readonly<Record<string, unknown>>;

/** A server in a process of its own. */
export class ServerProcess {
  readonly child: Child;

  constructor(
    t: Pick<ExecutionContext, 'teardown'>,
    env: Record<string, string>,
    surroundings: Surroundings = {},
  ) {
    this.child = new Child('main', [], env, '', surroundings);
    t.teardown(() => this.child.kill());
  }

  /** Resolves to the URL when the server listens. */
  async url(): Promise<string> {
    const { url } = await this.logged('listening');
    return String(url);
  }

  async api(): Promise<ApiClient> {
    return new ApiClient(await this.url());
  }

  /** Waits for the first line of the log with this message. */
  async logged(message: string): Promise<LogLine> {
    let exit: Exit | null = null;
    void this.child.exited.then((value) => (exit = value));
    return eventually(`the server to log "${message}"`, () => {
      const line = this.log().find(({ msg }) => msg === message);
      if (line === undefined && exit !== null)
        throw new Error(`The server has exited: ${JSON.stringify(exit)}`);
      return line ?? null;
    });
  }

  log(): LogLine[] {
    return this.child.stdout
      .split('\n')
      .filter((line) => line.startsWith('{') && line.endsWith('}'))
      .map((line) => JSON.parse(line));
  }
}
