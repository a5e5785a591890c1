// The hand-written routes on a driver for SQLite: one prepared statement for each operation, and a trigger that keeps
// the counter. The connection is configured as Bailiwick configures its own.
import { randomBytes, randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import { hash, serveByHand } from './hand-written.mjs';

const SETTINGS = `
  PRAGMA busy_timeout = 2000; PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL; PRAGMA journal_mode = WAL;`;

const SCHEMA = `
  CREATE TABLE users (id TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
  CREATE TABLE sessions (token_hash TEXT PRIMARY KEY, user_id TEXT NOT NULL REFERENCES users, expires_at INTEGER NOT NULL)
    STRICT, WITHOUT ROWID;
  CREATE TABLE quotas (owner_id TEXT PRIMARY KEY REFERENCES users, max_used INTEGER, used INTEGER NOT NULL)
    STRICT, WITHOUT ROWID;
  CREATE TABLE resources (id TEXT PRIMARY KEY, owner_id TEXT NOT NULL REFERENCES users, name TEXT NOT NULL,
                          created_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  CREATE INDEX resources_by_owner ON resources (owner_id, id DESC);
  CREATE TRIGGER claim AFTER INSERT ON resources BEGIN
    UPDATE quotas SET used = used + 1 WHERE owner_id = NEW.owner_id;
  END;
  CREATE TRIGGER release AFTER DELETE ON resources BEGIN
    UPDATE quotas SET used = used - 1 WHERE owner_id = OLD.owner_id;
  END;`;

const SESSION = `SELECT user_id FROM sessions WHERE token_hash = ? AND expires_at > ?`;

const STATEMENTS = {
  session: SESSION,
  create: `
    INSERT INTO resources (id, owner_id, name, created_at)
    SELECT ?, q.owner_id, ?, ? FROM quotas q
    WHERE q.owner_id = (${SESSION}) AND (q.max_used IS NULL OR q.used < q.max_used) RETURNING *`,
  list: `SELECT * FROM resources WHERE owner_id = (${SESSION}) ORDER BY id DESC LIMIT 20`,
  get: `SELECT * FROM resources WHERE id = ? AND owner_id = (${SESSION})`,
  delete: `DELETE FROM resources WHERE id = ? AND owner_id = (${SESSION}) RETURNING *`,
};

export async function start({ database, users, options: { driver } }) {
  const db = await OPEN[driver](database.replace('sqlite:', ''));
  await db.exec(SETTINGS + SCHEMA);
  const seeded = [];
  for (const { limit } of users) {
    const id = randomUUID();
    const token = randomBytes(32).toString('base64url');
    await db.exec(`
      INSERT INTO users VALUES ('${id}');
      INSERT INTO sessions VALUES ('${hash(token)}', '${id}', ${Date.now() + 86_400_000});
      INSERT INTO quotas VALUES ('${id}', ${limit}, 0);`);
    seeded.push({ token });
  }
  const statements = Object.fromEntries(
    Object.entries(STATEMENTS).map(([name, text]) => [name, db.prepare(text)]),
  );
  // A second statement finds the reason only if the first one returned nothing.
  const orWhy = async (token, rows) => {
    if (rows.length > 0) return present(rows[0]);
    return (await statements.session(token, Date.now())).length === 0 ? undefined : null;
  };
  const served = await serveByHand({
    async create(token, name) {
      const now = Date.now();
      return orWhy(token, await statements.create(randomUUID(), name, now, token, now));
    },
    get: async (token, id) => orWhy(token, await statements.get(id, token, Date.now())),
    delete: async (token, id) => orWhy(token, await statements.delete(id, token, Date.now())),
    async list(token) {
      const rows = await statements.list(token, Date.now());
      const isEmpty = rows.length === 0 && (await orWhy(token, rows)) === undefined;
      return isEmpty ? undefined : rows.map(present);
    },
  });
  return { ...served, users: seeded };
}

const OPEN = {
  async sqlite3(file) {
    const { default: sqlite3 } = await import('sqlite3');
    const db = await new Promise((resolve, reject) => {
      const opening = new sqlite3.Database(file, (error) => (error ? reject(error) : resolve(opening)));
    });
    return {
      exec: promisify(db.exec.bind(db)),
      prepare(text) {
        const statement = db.prepare(text);
        return (...values) =>
          new Promise((resolve, reject) => {
            statement.all(values, (error, rows) => (error ? reject(error) : resolve(rows)));
          });
      },
    };
  },
  async 'better-sqlite3'(file) {
    const { default: Database } = await import('better-sqlite3');
    const db = new Database(file);
    return {
      exec: (text) => db.exec(text),
      prepare(text) {
        const statement = db.prepare(text);
        return (...values) => statement.all(...values);
      },
    };
  },
};

function present({ id, owner_id: ownerId, name, created_at: createdAt }) {
  return { id, ownerId, name, createdAt: new Date(createdAt) };
}
