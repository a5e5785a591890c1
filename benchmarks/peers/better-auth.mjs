// Better Auth with its bearer plugin on the `pg` pool, as its documentation wires it: every request asks for its session,
// then the quota is a count and the create an insert. (Racing creates overshoot it.)
import { betterAuth } from 'better-auth';
import { getMigrations } from 'better-auth/db/migration';
import { fromNodeHeaders, toNodeHandler } from 'better-auth/node';
import { bearer } from 'better-auth/plugins';
import Koa from 'koa';
import pg from 'pg';
import { randomBytes, randomUUID } from 'node:crypto';
import { listen } from '../src/http/listen.mjs';

const PASSWORD = 'a long enough one to be set';

export async function start({ database, users, poolMax }) {
  const pool = new pg.Pool({ connectionString: database, max: poolMax });
  const auth = betterAuth({
    database: pool,
    baseURL: 'http://127.0.0.1',
    secret: randomBytes(32).toString('base64'),
    emailAndPassword: { enabled: true },
    plugins: [bearer()],
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: { disabled: true },
  });
  const { runMigrations } = await getMigrations(auth.options);
  await runMigrations();
  await pool.query(`
    CREATE TABLE limits (owner_id text PRIMARY KEY, max_used bigint);
    CREATE TABLE resources (id uuid PRIMARY KEY, owner_id text NOT NULL REFERENCES "user", name text NOT NULL,
                            created_at timestamptz NOT NULL DEFAULT now());
    CREATE INDEX resources_by_owner ON resources (owner_id, id DESC);`);
  const seeded = [];
  for (const [index, { limit }] of users.entries()) {
    const email = `user-${index}@example.com`;
    const signedUp = await auth.api.signUpEmail({
      body: { email, name: email, password: PASSWORD },
    });
    await pool.query('INSERT INTO limits VALUES ($1, $2)', [signedUp.user.id, limit]);
    seeded.push({ token: signedUp.token });
  }
  const app = new Koa();
  // At the end of a round its callers hang up.
  app.on('error', (error) => error.code === 'ECONNRESET' || console.error(error));
  const serveAuth = toNodeHandler(auth);
  app.use(async (ctx) => {
    if (ctx.path.startsWith('/api/auth/')) {
      ctx.respond = false;
      return serveAuth(ctx.req, ctx.res);
    }
    const session = await auth.api.getSession({ headers: fromNodeHeaders(ctx.headers) });
    if (session === null) return answer(ctx, 401, { error: 'token' });
    const ownerId = session.user.id;
    if (ctx.method === 'POST') {
      const { name } = JSON.parse(await readText(ctx.req));
      const { rows: counted } = await pool.query(
        `SELECT (SELECT count(*) FROM resources WHERE owner_id = $1) AS used,
                (SELECT max_used FROM limits WHERE owner_id = $1) AS max_used`,
        [ownerId],
      );
      const { used, max_used: max } = counted[0];
      if (max !== null && Number(used) >= Number(max)) return answer(ctx, 403, { error: 'quota' });
      const { rows } = await pool.query(
        'INSERT INTO resources (id, owner_id, name) VALUES ($1, $2, $3) RETURNING *',
        [randomUUID(), ownerId, name],
      );
      return answer(ctx, 201, rows[0]);
    }
    const id = ctx.path.split('/')[2];
    if (id === undefined) {
      const { rows } = await pool.query(
        'SELECT * FROM resources WHERE owner_id = $1 ORDER BY id DESC LIMIT 20',
        [ownerId],
      );
      return answer(ctx, 200, { items: rows });
    }
    if (ctx.method === 'DELETE') {
      const { rowCount } = await pool.query('DELETE FROM resources WHERE id = $1 AND owner_id = $2', [
        id,
        ownerId,
      ]);
      return rowCount === 0 ? answer(ctx, 404, { error: 'missing' }) : answer(ctx, 204, null);
    }
    const { rows } = await pool.query('SELECT * FROM resources WHERE id = $1 AND owner_id = $2', [
      id,
      ownerId,
    ]);
    return rows.length === 0 ? answer(ctx, 404, { error: 'missing' }) : answer(ctx, 200, rows[0]);
  });
  const login = {
    path: '/api/auth/sign-in/email',
    // As a browser sends it; without it a login is refused.
    headers: { origin: 'http://127.0.0.1' },
    bodyOf: { email: 'user-{index}@example.com', password: PASSWORD },
    hash: 'scrypt, N = 2^14, r = 16, p = 1',
    status: 200,
  };
  return { url: await listen(app.callback()), path: '/resources', users: seeded, login };
}

function answer(ctx, status, body) {
  ctx.status = status;
  ctx.body = body;
}

async function readText(request) {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) text += chunk;
  return text;
}
