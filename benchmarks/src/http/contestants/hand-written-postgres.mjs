// The limit: Koa, `pg`, and one named statement for each operation, by hand. It has no policy, no audit, no
// idempotency and no validation worth the name; whatever does more can only be slower.
import Koa from 'koa';
import pg from 'pg';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { listen } from '../listen.mjs';

const CREATE = `
  WITH session AS (
    SELECT user_id FROM sessions WHERE token_hash = $1 AND expires_at > now()
  ), claimed AS (
    UPDATE quotas q SET used = used + 1 FROM session s
    WHERE q.owner_id = s.user_id AND (q.max_used IS NULL OR q.used < q.max_used) RETURNING q.owner_id
  ), made AS (
    INSERT INTO resources (id, owner_id, name) SELECT $2, owner_id, $3 FROM claimed RETURNING *
  )
  SELECT s.user_id, made.* FROM session s LEFT JOIN made ON true`;

const LIST = `
  SELECT s.user_id, r.* FROM sessions s
  LEFT JOIN LATERAL (SELECT * FROM resources WHERE owner_id = s.user_id ORDER BY id DESC LIMIT 20) r ON true
  WHERE s.token_hash = $1 AND s.expires_at > now()`;

const GET = `
  SELECT s.user_id, r.* FROM sessions s LEFT JOIN resources r ON r.id = $2 AND r.owner_id = s.user_id
  WHERE s.token_hash = $1 AND s.expires_at > now()`;

export async function start({ database, users, poolMax }) {
  const pool = new pg.Pool({ connectionString: database, max: poolMax });
  await pool.query(`
    CREATE TABLE users (id uuid PRIMARY KEY);
    CREATE TABLE sessions (token_hash text PRIMARY KEY, user_id uuid NOT NULL REFERENCES users, expires_at timestamptz NOT NULL);
    CREATE TABLE quotas (owner_id uuid PRIMARY KEY REFERENCES users, max_used bigint, used bigint NOT NULL) WITH (fillfactor = 70);
    CREATE TABLE resources (id uuid PRIMARY KEY, owner_id uuid NOT NULL REFERENCES users, name text NOT NULL,
                            created_at timestamptz NOT NULL DEFAULT now());
    CREATE INDEX resources_by_owner ON resources (owner_id, id DESC);`);
  const seeded = [];
  for (const { limit } of users) {
    const id = randomUUID();
    const token = randomBytes(32).toString('base64url');
    await pool.query('INSERT INTO users VALUES ($1)', [id]);
    await pool.query(`INSERT INTO sessions VALUES ($1, $2, now() + interval '1 day')`, [hash(token), id]);
    await pool.query('INSERT INTO quotas VALUES ($1, $2, 0)', [id, limit]);
    seeded.push({ token });
  }
  const app = new Koa();
  app.use(async (ctx) => {
    const token = hash(ctx.get('Authorization').slice('Bearer '.length));
    if (ctx.method === 'POST') {
      const { name } = JSON.parse(await readText(ctx.req));
      if (typeof name !== 'string' || name === '') return answer(ctx, 422, { error: 'name' });
      const values = [token, randomUUID(), name];
      const [row] = (await pool.query({ name: 'create', text: CREATE, values })).rows;
      if (row === undefined) return answer(ctx, 401, { error: 'token' });
      return row.id === null ? answer(ctx, 403, { error: 'quota' }) : answer(ctx, 201, present(row));
    }
    const id = ctx.path.split('/')[2];
    const query =
      id === undefined
        ? { name: 'list', text: LIST, values: [token] }
        : { name: 'get', text: GET, values: [token, id] };
    const { rows } = await pool.query(query);
    if (rows.length === 0) return answer(ctx, 401, { error: 'token' });
    const found = rows.filter((row) => row.id !== null);
    if (id === undefined) return answer(ctx, 200, { items: found.map(present) });
    return found.length === 0 ? answer(ctx, 404, { error: 'missing' }) : answer(ctx, 200, present(found[0]));
  });
  return { url: await listen(app.callback()), path: '/resources', users: seeded };
}

function present({ id, owner_id: ownerId, name, created_at: createdAt }) {
  return { id, ownerId, name, createdAt };
}

function answer(ctx, status, body) {
  ctx.status = status;
  ctx.body = body;
}

function hash(token) {
  return createHash('sha256').update(token).digest('base64url');
}

async function readText(request) {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) text += chunk;
  return text;
}
