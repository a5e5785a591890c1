// The upper limit: hand-written routes with Koa and one statement for each operation. They have no policy, no audit, no
// idempotency and no validation worth the name; anything that does more can only be slower.
import Koa from 'koa';
import { createHash } from 'node:crypto';
import { listen } from '../listen.mjs';

/** Serves `store`, which returns `undefined` without a session, and `null` if nothing is found or no quota is left. */
export async function serveByHand(store) {
  const app = new Koa();
  // At the end of a round, the callers close their connections.
  app.on('error', (error) => error.code === 'ECONNRESET' || console.error(error));
  app.use(async (ctx) => {
    if (ctx.path === '/sessions') {
      const { email, password } = JSON.parse(await readText(ctx.req));
      const opened = await store.logIn(email, password);
      return opened === undefined ? answer(ctx, 401, { error: 'password' }) : answer(ctx, 201, opened);
    }
    const token = hash(ctx.get('Authorization').slice('Bearer '.length));
    if (ctx.method === 'POST') {
      const { name } = JSON.parse(await readText(ctx.req));
      if (typeof name !== 'string' || name === '') return answer(ctx, 422, { error: 'name' });
      const made = await store.create(token, name);
      if (made === undefined) return answer(ctx, 401, { error: 'token' });
      return made === null ? answer(ctx, 403, { error: 'quota' }) : answer(ctx, 201, made);
    }
    const id = ctx.path.split('/')[2];
    if (id === undefined) {
      const items = await store.list(token);
      return items === undefined ? answer(ctx, 401, { error: 'token' }) : answer(ctx, 200, { items });
    }
    const found = await (ctx.method === 'DELETE' ? store.delete(token, id) : store.get(token, id));
    if (found === undefined) return answer(ctx, 401, { error: 'token' });
    if (found === null) return answer(ctx, 404, { error: 'missing' });
    return ctx.method === 'DELETE' ? answer(ctx, 204, null) : answer(ctx, 200, found);
  });
  return { url: await listen(app.callback()), path: '/resources' };
}

function answer(ctx, status, body) {
  ctx.status = status;
  ctx.body = body;
}

export function hash(token) {
  return createHash('sha256').update(token).digest('base64url');
}

async function readText(request) {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) text += chunk;
  return text;
}
