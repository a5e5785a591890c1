import type { ExecutionContext } from 'ava';
import { setTimeout as delay } from 'node:timers/promises';
import { ServerProcess } from '../support/server-process.js';
import { testEnvironment } from '../support/test-environment.js';
import type { SeededRandom } from './random.js';

/** The owner of a run, which ends everything that it has started: a test, or the script for many seeds. */
export type Teardowns = Pick<ExecutionContext, 'teardown'>;

const FAIL_POINT_HOOK = new URL('fail-point.js', import.meta.url).href;

/** The longest transaction of the load, a create with a key on SQLite, has eleven statements. */
const FAIL_POINT_MAX = 11;

/** Several server processes on one database, which can be killed and replaced. */
export class Fleet {
  readonly #t: Teardowns;
  readonly #databaseUrl: string;
  readonly #random: SeededRandom;
  readonly #members = new Set<Member>();

  constructor(t: Teardowns, databaseUrl: string, random: SeededRandom) {
    this.#t = t;
    this.#databaseUrl = databaseUrl;
    this.#random = random;
  }

  /** The servers that probably accept requests. */
  get serving(): Member[] {
    return [...this.#members].filter(({ url }) => url !== null);
  }

  /** Resolves when the server serves, or when it was killed before. */
  async start(): Promise<Member> {
    const failPoint = `${1 + this.#random.below(FAIL_POINT_MAX)}:${this.#random.pick(['before', 'after'])}`;
    const env = { NODE_OPTIONS: `--import=${FAIL_POINT_HOOK}`, FAIL_POINT: failPoint };
    const member = new Member(new ServerProcess(this.#t, testEnvironment(this.#databaseUrl, env)), failPoint);
    this.#members.add(member);
    await member.serves();
    return member;
  }

  async killAll(): Promise<void> {
    await Promise.all([...this.#members].map((member) => member.kill()));
  }

  /** The defects that the servers logged, and the output of those that ended without being killed. */
  failures(): string[] {
    return [...this.#members].flatMap((member) => member.failures());
  }
}

export class Member {
  readonly failPoint: string;
  readonly #server: ServerProcess;
  #url: string | null = null;
  #isBeingKilled = false;
  #exit: string | null = null;

  constructor(server: ServerProcess, failPoint: string) {
    this.failPoint = failPoint;
    this.#server = server;
    void server.child.exited.then((exit) => {
      this.#url = null;
      this.#exit = JSON.stringify(exit);
    });
  }

  get url(): string | null {
    return this.#url;
  }

  async serves(): Promise<void> {
    const url = await this.#server.url().catch((error: unknown) => {
      if (!this.#isBeingKilled) throw error;
      return null;
    });
    if (this.#exit === null) this.#url = url;
  }

  /** Resolves when the process has ended. */
  async kill(): Promise<void> {
    this.#isBeingKilled = true;
    await this.#server.child.kill();
  }

  /** Resolves when the process has ended at its fail point; false if it never reached it. */
  async dieAtFailPoint(patienceMs: number): Promise<boolean> {
    this.#isBeingKilled = true;
    this.#server.child.signal('SIGUSR2');
    const patience = new AbortController();
    const hasDied = await Promise.race([
      this.#server.child.exited.then(() => true),
      delay(patienceMs, false, patience),
    ]);
    patience.abort();
    if (!hasDied) await this.kill();
    return hasDied;
  }

  failures(): string[] {
    const defects = this.#server
      .log()
      .filter(({ level }) => level === 'error' || level === 'fatal')
      .map((line) => `a server logged ${JSON.stringify(line)}`);
    const exits =
      this.#exit === null || this.#isBeingKilled ? [] : [`a server ended by itself: ${this.#exit}`];
    return [...defects, ...exits];
  }
}
