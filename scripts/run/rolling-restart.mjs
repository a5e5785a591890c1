// Restarts each of two servers behind Debian's nginx once under load: no request may fail. The configuration of nginx
// is that in docs/operating.md. `--write` writes the figures there; the defaults are `--seconds 60` and `--rate 50`.
// Needs nginx (`apt-get install nginx-light`).
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { freePort, startPostgres } from '../../packages/test-databases/start-postgres.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const documentPath = join(root, 'docs/operating.md');
const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    rate: { type: 'string', default: '50' },
    write: { type: 'boolean', default: false },
  },
});
const [seconds, rate] = [Number(values.seconds), Number(values.rate)];
const nginxVersion = /nginx\/(\S+)/.exec(spawnSync('nginx', ['-v'], { encoding: 'utf8' }).stderr ?? '')?.[1];
if (nginxVersion === undefined) {
  console.error('There is no nginx: install it with "apt-get install nginx-light".');
  process.exit(2);
}

/** The time for which nginx does not use a server after a failure (`fail_timeout`). */
const FAIL_TIMEOUT_MS = 10_000;
const agent = new Agent({ keepAlive: true });
const ADMIN = { email: 'root@example.com', password: 'a password of this run only' };

const folder = mkdtempSync(join(tmpdir(), 'bailiwick-nginx-'));
const postgres = await startPostgres();
const ports = [await freePort(), await freePort()];
const proxyPort = await freePort();
const servers = [];
let nginx = null;
try {
  for (const port of ports) servers.push(await startServer(port));
  nginx = await startNginx();
  await measure();
} finally {
  for (const server of servers) server.kill('SIGKILL');
  nginx?.kill('SIGTERM');
  await postgres.stop();
  rmSync(folder, { recursive: true });
}

async function measure() {
  const { token } = await call('POST', '/v1/sessions', null, ADMIN);
  const outcomes = [];
  const startedAt = performance.now();
  const restarts = restartEach();
  const calls = [];
  for (let i = 0; i < seconds * rate; i += 1) {
    // Requests follow the clock, because timers are late and pauses between them would reduce the rate.
    await delay(startedAt + (i * 1000) / rate - performance.now());
    const body = i % 3 === 0 ? { name: `resource ${i}` } : null;
    calls.push(
      call(body === null ? 'GET' : 'POST', '/v1/resources', token, body).then(
        ({ durationMs }) => outcomes.push({ durationMs, failure: null }),
        (error) => outcomes.push({ durationMs: 0, failure: error.message }),
      ),
    );
  }
  const perSecond = Math.round(calls.length / ((performance.now() - startedAt) / 1000));
  await Promise.all(calls);
  const stopMs = await restarts;
  report(outcomes, { perSecond, stopMs });
}

/** Restarts the servers one after the other, and returns the time that each took to stop. */
async function restartEach() {
  const stopMs = [];
  await delay(2_000);
  for (const [index, port] of ports.entries()) {
    const startedAt = performance.now();
    servers[index].kill('SIGTERM');
    const [code] = await once(servers[index], 'exit');
    if (code !== 0) throw new Error(`The server ended with ${code}.`);
    stopMs.push(Math.round(performance.now() - startedAt));
    servers[index] = await startServer(port);
    await delay(FAIL_TIMEOUT_MS);
  }
  return stopMs;
}

function report(outcomes, { perSecond, stopMs }) {
  const failures = outcomes.filter(({ failure }) => failure !== null);
  const sorted = outcomes.map(({ durationMs }) => durationMs).toSorted((a, b) => a - b);
  const p99 = Math.round(sorted[Math.floor(sorted.length * 0.99)]);
  const figures =
    `nginx ${nginxVersion}, Node.js ${process.versions.node}: ${outcomes.length} requests, ${perSecond} a second, ${failures.length} failed; ` +
    `99 % answered within ${p99} ms; the servers stopped within ${Math.max(...stopMs)} ms.`;
  console.log(figures);
  for (const { failure } of failures.slice(0, 10)) console.error(failure);
  process.exitCode = failures.length === 0 ? 0 : 1;
  if (!values.write) return;
  const text = readFileSync(documentPath, 'utf8');
  const between = /(<!-- rolling restart: .*? -->\n)[^]*?(<!-- \/rolling restart -->)/;
  writeFileSync(documentPath, text.replace(between, `$1\n${figures}\n\n$2`));
}

async function startServer(port) {
  const server = spawn(process.execPath, [join(root, 'examples/server/dist/main.js')], {
    env: {
      PATH: process.env.PATH,
      PORT: String(port),
      DATABASE_URL: postgres.url,
      LOG_LEVEL: 'warn',
      BAILIWICK_SCRYPT_LOG_N: '10',
      BAILIWICK_ADMIN_EMAIL: ADMIN.email,
      BAILIWICK_ADMIN_PASSWORD: ADMIN.password,
      BAILIWICK_TRUSTED_PROXIES: 'loopback',
    },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  await answers(`http://127.0.0.1:${port}/readyz`);
  return server;
}

async function startNginx() {
  const [, site = ''] = /```nginx\n([^]*?)```/.exec(readFileSync(documentPath, 'utf8')) ?? [];
  const addresses = { ':3000': ports[0], ':3001': ports[1], ':8080': proxyPort };
  const configured = Object.entries(addresses).reduce(
    (text, [from, to]) => text.replace(from, `:${to}`),
    site,
  );
  const path = join(folder, 'nginx.conf');
  writeFileSync(
    path,
    `daemon off;\npid ${folder}/nginx.pid;\nerror_log ${folder}/error.log;\nevents {}\n` +
      `http {\naccess_log off;\n${configured}}\n`,
  );
  const child = spawn('nginx', ['-c', path, '-p', folder, '-e', join(folder, 'error.log')], {
    stdio: 'inherit',
  });
  await answers(`http://127.0.0.1:${proxyPort}/readyz`);
  return child;
}

async function answers(url) {
  for (let attempt = 0; attempt < 300; attempt += 1) {
    const answer = await fetch(url, { headers: { Connection: 'close' } }).catch(() => null);
    if (answer?.ok) return;
    await delay(100);
  }
  throw new Error(`${url} does not answer.`);
}

/** Sends a request through the proxy, with keep-alive, and throws unless it succeeds. */
async function call(method, path, token, body) {
  const startedAt = performance.now();
  const outgoing = request(`http://127.0.0.1:${proxyPort}${path}`, {
    method,
    agent,
    headers: {
      ...(token === null ? {} : { Authorization: `Bearer ${token}` }),
      ...(body === null ? {} : { 'Content-Type': 'application/json' }),
    },
  });
  outgoing.end(body === null ? undefined : JSON.stringify(body));
  const [response] = await once(outgoing, 'response');
  const text = Buffer.concat(await response.toArray()).toString();
  if (response.statusCode >= 300) throw new Error(`${method} ${path}: ${response.statusCode} ${text}`);
  return { ...JSON.parse(text), durationMs: performance.now() - startedAt };
}
