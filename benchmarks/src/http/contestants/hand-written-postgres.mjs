// The hand-written routes on `pg`, with named prepared statements.
import { scryptHasher } from '@bailiwick/core/scrypt';
import pg from 'pg';
import { randomBytes, randomUUID } from 'node:crypto';
import { timedCheck } from '../timed-hash.mjs';
import { hash, serveByHand } from './hand-written.mjs';

const PASSWORD = 'a long enough one to be set';

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

const DELETE = `
  WITH session AS (
    SELECT user_id FROM sessions WHERE token_hash = $1 AND expires_at > now()
  ), deleted AS (
    DELETE FROM resources r USING session s WHERE r.id = $2 AND r.owner_id = s.user_id RETURNING r.*
  ), released AS (
    UPDATE quotas q SET used = used - 1 FROM deleted d WHERE q.owner_id = d.owner_id
  )
  SELECT s.user_id, deleted.* FROM session s LEFT JOIN deleted ON true`;

const LOG_IN = `INSERT INTO sessions VALUES ($1, $2, now() + interval '1 day')`;

const SCHEMA = `
  CREATE TABLE users (id uuid PRIMARY KEY, email text NOT NULL UNIQUE, password_hash text NOT NULL);
  CREATE TABLE sessions (token_hash text PRIMARY KEY, user_id uuid NOT NULL REFERENCES users, expires_at timestamptz NOT NULL);
  CREATE TABLE quotas (owner_id uuid PRIMARY KEY REFERENCES users, max_used bigint, used bigint NOT NULL) WITH (fillfactor = 70);
  CREATE TABLE resources (id uuid PRIMARY KEY, owner_id uuid NOT NULL REFERENCES users, name text NOT NULL,
                          created_at timestamptz NOT NULL DEFAULT now());
  CREATE INDEX resources_by_owner ON resources (owner_id, id DESC);`;

export async function start({ database, users, poolMax }) {
  const pool = new pg.Pool({ connectionString: database, max: poolMax });
  await pool.query(SCHEMA);
  const seeded = [];
  const hasher = scryptHasher();
  const passwordHash = await hasher.hash(PASSWORD);
  for (const [index, { limit }] of users.entries()) {
    const id = randomUUID();
    const token = randomBytes(32).toString('base64url');
    await pool.query('INSERT INTO users VALUES ($1, $2, $3)', [
      id,
      `user-${index}@example.com`,
      passwordHash,
    ]);
    await pool.query(LOG_IN, [hash(token), id]);
    await pool.query('INSERT INTO quotas VALUES ($1, $2, 0)', [id, limit]);
    seeded.push({ token });
  }
  const rows = async (name, text, values) => (await pool.query({ name, text, values })).rows;
  const one = async (name, text, values) => {
    const [row] = await rows(name, text, values);
    return row === undefined ? undefined : present(row);
  };
  const check = timedCheck(hasher);
  const served = await serveByHand({
    async logIn(email, password) {
      const [user] = await rows('find', 'SELECT id, password_hash FROM users WHERE email = $1', [email]);
      if (user === undefined || (await check(password, user.password_hash)) !== 'ok') return undefined;
      const token = randomBytes(32).toString('base64url');
      await rows('log-in', LOG_IN, [hash(token), user.id]);
      return { token };
    },
    create: (token, name) => one('create', CREATE, [token, randomUUID(), name]),
    get: (token, id) => one('get', GET, [token, id]),
    delete: (token, id) => one('delete', DELETE, [token, id]),
    async list(token) {
      const found = await rows('list', LIST, [token]);
      return found.length === 0 ? undefined : found.filter(({ id }) => id !== null).map(present);
    },
  });
  const login = {
    path: '/sessions',
    bodyOf: { email: 'user-{index}@example.com', password: PASSWORD },
    hash: 'scrypt, N = 2^17, r = 8, p = 1',
    status: 201,
    isTimed: true,
  };
  return { ...served, users: seeded, login };
}

function present({ id, owner_id: ownerId, name, created_at: createdAt }) {
  return id === null ? null : { id, ownerId, name, createdAt };
}
