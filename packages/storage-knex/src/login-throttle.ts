import type { AttemptBound, AttemptClaim, ClaimedAttempt, LoginThrottle } from '@bailiwick/core';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import type { Executor } from './executor.js';
import { join, Sql, sql, type Binding } from './sql.js';
import { sweep } from './sweep.js';
import { readInteger, type StoredInteger } from './stored-values.js';

const TABLE = 'bailiwick_login_throttle';

/**
 * Attempts counted by `rate-limiter-flexible` in one table, on both databases. Its class for PostgreSQL
 * sends standard upserts with a `RETURNING`, which SQLite takes as well; its class for SQLite hands the
 * connection back to Knex's pool before its statement has run, so that the statement could become part of
 * somebody else's transaction.
 *
 * The library gets the storage's executor for a client, and with it what all stores have: the pool and its
 * bounds, repeats in READ COMMITTED where a database defaults to a stricter level, and errors that refuse
 * instead of letting through. Windows run by the clock of the process, which the library reads itself.
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
      // It counted the refused attempt too. Until this is taken back the count is too high, never too low.
      await this.giveBack([{ key, until: endOf(error) }]);
      return { type: 'refused', retryAfterMs: error.msBeforeNext };
    }
  }

  /**
   * Only in the window that was counted in. `reward` would begin the next one with a credit: a hundred
   * refusals under way at the end of a window were worth a hundred guesses in the next. Rows are locked in order, so
   * that two who give back the same ones wait for each other in one direction. A window with nothing left in it is
   * over: it would tell the next guesser when somebody else was right.
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
      // By a migration, and swept by `sweep`: the library neither changes the schema nor sets timers.
      tableCreated: true,
      clearExpiredByTimeout: false,
      keyPrefix: '',
      points: attemptsMax,
      duration: windowMs / 1000,
    });
  }
}

/** When the window ends, or a moment later; the next one ends a whole window later. */
function endOf({ msBeforeNext }: RateLimiterRes): Date {
  return new Date(Date.now() + msBeforeNext);
}

/** What `rate-limiter-flexible` wants of a client of `pg`. */
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
 * The name that the library gives to a statement is left out: behind PgBouncer the next one may run on
 * another connection, which has not prepared it.
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

/** From placeholders with numbers, in any order and repeated, to those of Knex. */
function inOrder(text: string, values: readonly Binding[]) {
  const bindings: Binding[] = [];
  const ordered = text.replaceAll(/\$(\d+)/g, (_all, number: string) => {
    bindings.push(values[Number(number) - 1] as Binding);
    return '?';
  });
  return new Sql(ordered, bindings);
}
