// How are attempts at logging in counted?
import type { AttemptBound, AttemptClaim, ClaimedAttempt, LoginThrottle } from '@bailiwick/core';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import type { Executor } from './executor.js';
import { join, Sql, sql, type Binding } from './sql.js';
import { sweep } from './sweep.js';
import { readInteger, type StoredInteger } from './stored-values.js';

const TABLE = 'bailiwick_login_throttle';

/**
 * `rate-limiter-flexible` counts the attempts in one table, on both databases. Its class for PostgreSQL sends standard
 * upserts with a `RETURNING`, which SQLite takes too. Its class for SQLite releases the connection to Knex's pool before
 * its statement has run, so that the statement could become part of another transaction.
 *
 * The library uses the storage's executor as its client, and so has what all stores have: the pool and its bounds,
 * retries in READ COMMITTED where a database defaults to a stricter level, and errors that refuse the attempt. Windows
 * run by the clock of the process, which the library reads itself.
 */
export class KnexLoginThrottle implements LoginThrottle {
  readonly #executor: Executor;
  readonly #client: LimiterClient;

  constructor(executor: Executor) {
    this.#executor = executor;
    this.#client = limiterClient(executor);
  }

  async claim(key: string, bound: AttemptBound): Promise<AttemptClaim> {
    const limiter = this.#limiter(bound);
    try {
      return { type: 'claimed', key, bound, until: endOf(await limiter.consume(key)) };
    } catch (error) {
      if (!(error instanceof RateLimiterRes)) throw error;
      // The library counted the refused attempt too. Until that is undone, the count is too high, never too low.
      await this.giveBack([{ key, until: endOf(error) }]);
      return { type: 'refused', retryAfterMs: error.msBeforeNext };
    }
  }

  /**
   * Only the window in which the attempts were counted changes. `reward` would begin the next window with a credit: a
   * hundred refusals in progress at the end of a window were worth a hundred guesses in the next. The rows are locked in
   * order, so that two calls with the same rows do not deadlock. A window whose count drops to zero ends: its remaining
   * time would show a guesser when a right password was given.
   */
  async giveBack(claims: readonly Pick<ClaimedAttempt, 'key' | 'until'>[]): Promise<void> {
    const counted = claims.map(({ key, until }) => sql`key = ${key} AND expire <= ${until.getTime()}`);
    await this.#executor.rows(sql`
      WITH counted AS (
        SELECT key FROM bailiwick_login_throttle WHERE ${join(counted, ' OR ')}
        ORDER BY key ${this.#executor.dialect.lock.noKeyUpdate}
      )
      UPDATE bailiwick_login_throttle
      SET points = points - 1, expire = CASE WHEN points > 1 THEN expire ELSE 0 END
      WHERE key IN (SELECT key FROM counted)`);
  }

  async remember(key: string, ttlMs: number): Promise<void> {
    await this.#limiter({ attemptsMax: 1, windowMs: ttlMs }).set(key, 1, ttlMs / 1000);
  }

  async remembers(key: string): Promise<boolean> {
    return (await this.#limiter({ attemptsMax: 1, windowMs: 0 }).get(key)) !== null;
  }

  sweep(before: Date, countMax: number): Promise<number> {
    const where = sql`expire < ${before.getTime()} ORDER BY expire`;
    return sweep(this.#executor, { table: sql`bailiwick_login_throttle`, key: sql`key`, where }, countMax);
  }

  #limiter({ attemptsMax, windowMs }: AttemptBound): RateLimiterPostgres {
    return new RateLimiterPostgres({
      storeClient: this.#client,
      storeType: 'client',
      tableName: TABLE,
      // A migration made the table, and `sweep` sweeps it: the library neither changes the schema nor sets timers.
      tableCreated: true,
      clearExpiredByTimeout: false,
      keyPrefix: '',
      points: attemptsMax,
      duration: windowMs / 1000,
    });
  }
}

/** The end of the window, or a moment later; the next window ends a whole window later. */
function endOf({ msBeforeNext }: RateLimiterRes): Date {
  return new Date(Date.now() + msBeforeNext);
}

/** The part of a `pg` client that `rate-limiter-flexible` uses. */
interface LimiterClient {
  query(statement: { readonly text: string; readonly values: readonly Binding[] }): Promise<{
    readonly rows: readonly unknown[];
    readonly rowCount: number;
  }>;
}

interface CounterRow {
  readonly points: StoredInteger;
  readonly expire: StoredInteger;
}

/**
 * Leaves out the names that the library gives to statements: behind PgBouncer the next call may run on another
 * connection, which has not prepared the statement.
 */
function limiterClient(executor: Executor): LimiterClient {
  return {
    async query({ text, values }) {
      const rows = await executor.rows<CounterRow>(inOrder(text, values));
      const numbers = rows.map(({ points, expire }) => ({
        points: readInteger(points),
        expire: readInteger(expire),
      }));
      return { rows: numbers, rowCount: rows.length };
    },
  };
}

/** Replaces numbered placeholders, which come in any order and repeatedly, by Knex's. */
function inOrder(text: string, values: readonly Binding[]) {
  const bindings: Binding[] = [];
  const ordered = text.replaceAll(/\$(\d+)/g, (_all, number: string) => {
    bindings.push(values[Number(number) - 1] as Binding);
    return '?';
  });
  return new Sql(ordered, bindings);
}
