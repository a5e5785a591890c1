import { HttpRefusal } from '@bailiwick/http-koa';
import { Router } from '@koa/router';
import { StorageUnavailableError, type Bailiwick } from '@bailiwick/core';
import { setTimeout as delay } from 'node:timers/promises';

/** How long `/readyz` waits for the storage: less than the second or more that probes wait for it. */
const READY_TIMEOUT_MS = 900;

const METHODS = 'GET, HEAD';

/** Whether new requests are welcome. A process that stops says so before it stops accepting. */
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
 * `/livez` says that the process runs, and asks nothing else: restarting it would not mend a database.
 * `/readyz` says whether to send it requests.
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

/** @throws `storage-unavailable` also when the storage takes longer than the probe would wait */
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
