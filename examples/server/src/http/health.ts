import { HttpRefusal } from '@bailiwick/http-koa';
import { Router } from '@koa/router';
import { StorageUnavailableError, type Bailiwick } from '@bailiwick/core';
import { setTimeout as delay } from 'node:timers/promises';

/** The time that `/readyz` waits for the storage, which is less than the timeout of probes of a second or more. */
const READY_TIMEOUT_MS = 900;

const METHODS = 'GET, HEAD';

/** Should the process get new requests? A stopping process becomes unready before it stops accepting. */
export class Readiness {
  #stopping = false;

  get stopping(): boolean {
    return this.#stopping;
  }

  stop(): void {
    this.#stopping = true;
  }
}

/**
 * Answers `/livez`, which says that the process runs, and checks nothing else, because a restart would not repair a
 * database. Answers `/readyz`, which says whether the process should get requests.
 */
export function healthRouter(bailiwick: Pick<Bailiwick, 'ping'>, readiness: Readiness): Router {
  const router = new Router({ sensitive: true, strict: true });

  router.get('/livez', (ctx) => {
    ctx.set('Cache-Control', 'no-store');
    ctx.body = { status: 'alive' };
  });

  router.get('/readyz', async (ctx) => {
    if (readiness.stopping) ctx.throw(503, 'This server is stopping: use another one.', { expose: true });
    await answerInTime(bailiwick);
    ctx.set('Cache-Control', 'no-store');
    ctx.body = { status: 'ready' };
  });

  for (const path of ['/livez', '/readyz']) {
    router.all(path, () => {
      throw new HttpRefusal('method-not-allowed', `This path allows only ${METHODS}.`, { Allow: METHODS });
    });
  }

  return router;
}

/** @throws `storage-unavailable`, also if the storage takes longer than the probe would wait */
async function answerInTime(bailiwick: Pick<Bailiwick, 'ping'>): Promise<void> {
  const answered = new AbortController();
  const giveUp = async () => {
    await delay(READY_TIMEOUT_MS, undefined, { signal: answered.signal });
    throw new StorageUnavailableError();
  };
  try {
    await Promise.race([bailiwick.ping(), giveUp()]);
  } finally {
    answered.abort();
  }
}
