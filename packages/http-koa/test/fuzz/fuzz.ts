import assert from 'node:assert/strict';
import { Agent, request } from 'node:http';
import { buffer } from 'node:stream/consumers';
import * as fc from 'fast-check';
import { openApiDocument } from '@bailiwick/http-koa';
import { requestSignatures } from '@bailiwick/http-koa/signatures';
import { signRequest } from '@bailiwick/http-koa/sign-request';
import type { Exchange } from '@bailiwick/test-openapi';
import { requireDocumentedOf } from '../support/documented.js';
import { RFC_PRIVATE_KEY } from '../support/rfc9421-signer.js';
import { basic, PASSWORD, PUBLIC_KEY, world, type World } from '../support/world.js';
import { randomRequest, SIGNED_BY_ANN, type RandomRequest } from './random-request.js';

export interface FuzzOptions {
  readonly requests: number;
  /** The seed; a failure prints it, so that the same requests can be sent again. */
  readonly seed?: number;
  readonly onProgress?: (sent: number) => void;
}

export interface Fuzzed {
  readonly statuses: ReadonlyMap<number, number>;
}

/** The requests to one world: enough to affect each other, but few enough that most of its users still exist. */
const REQUESTS_PER_WORLD = 100;

/**
 * Sends random requests, made from the document: inside and outside its schemas, with and without credentials. Every
 * answer must match the document, and none may be a 5xx.
 *
 * @throws {Error} if an answer is wrong; it names the request and the seed
 */
export async function fuzz({ requests, seed, onProgress }: FuzzOptions): Promise<Fuzzed> {
  const statuses = new Map<number, number>();
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const options = { router: { signatures: requestSignatures() } };
  let sent = 0;

  async function sendAll(batch: readonly RandomRequest[], { server, ...world }: World): Promise<void> {
    let names = await namesOf(world);
    for (const random of batch) {
      const status = await sendOne(
        agent,
        server.port,
        await resolved(random, names, server.port),
        requireDocumented,
      );
      // A user whom one request has logged out logs in again for the next.
      if (status === 401) names = new Map([...names, ...(await credentialsOf(world))]);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      sent += 1;
    }
    onProgress?.(sent);
  }

  const closings: (() => Promise<void>)[] = [];
  const scope = { teardown: (close: () => Promise<void>) => closings.push(close) };
  const { bailiwick } = await world(scope, options);
  const document = openApiDocument(bailiwick, { signatures: true });
  const requireDocumented = requireDocumentedOf(bailiwick);
  const batches = fc.array(randomRequest(document), {
    minLength: REQUESTS_PER_WORLD,
    maxLength: REQUESTS_PER_WORLD,
  });
  try {
    const {
      failed,
      seed: used,
      errorInstance,
    } = await fc.check(
      fc.asyncProperty(batches, async (batch) => {
        await sendAll(batch, await world(scope, options));
        while (closings.length > 0) await closings.pop()?.();
      }),
      {
        numRuns: Math.ceil(requests / REQUESTS_PER_WORLD),
        // The failed request is reported as it was sent, so shrinking the batch would gain nothing.
        endOnFailure: true,
        ...(seed === undefined ? {} : { seed }),
      },
    );
    if (failed) throw new Error(`With seed ${used}: ${String(errorInstance)}`, { cause: errorInstance });
  } finally {
    agent.destroy();
    for (const close of closings) await close();
  }
  return { statuses };
}

/** Resolves `$ann` and the other names in a request to their values in this world. */
async function namesOf(world: Omit<World, 'server'>): Promise<ReadonlyMap<string, string>> {
  const { admin, ann, bob } = world;
  const { body: resource } = await ann.post('/resources', { name: 'orders' });
  const { body: sessions } = await ann.get('/sessions');
  const { body: accessKey } = await ann.post('/access-keys', { name: 'tower', publicKey: PUBLIC_KEY });
  const { body: group } = await admin.post('/groups', { name: 'Acme' });
  return new Map([
    ['$group', group.id],
    ['$ann', ann.user.id],
    ['$bob', bob.user.id],
    ['$admin', admin.user.id],
    ['$resource', resource.id],
    ['$session', sessions.items[0].id],
    ['$key', accessKey.id],
    ...(await credentialsOf(world)),
  ]);
}

async function credentialsOf({ bailiwick }: Pick<World, 'bailiwick'>): Promise<[string, string][]> {
  const credentials: [string, string][] = [['$as-admin-by-password', basic('admin@example.com', PASSWORD)]];
  for (const name of ['admin', 'ann', 'bob']) {
    // If the password or the address has changed, or the user was deleted, they stay logged out.
    const logIn = bailiwick.sessions.logIn({ email: `${name}@example.com`, password: PASSWORD });
    const token = await logIn.then((login) => login.token).catch(() => null);
    if (token !== null) credentials.push([`$as-${name}`, `Bearer ${token}`]);
  }
  return credentials;
}

async function resolved(
  random: RandomRequest,
  names: ReadonlyMap<string, string>,
  port: number,
): Promise<RandomRequest> {
  const resolve = (text: string) =>
    text.replaceAll(/\$[a-z]+(?:-[a-z]+)*/g, (name) => names.get(name) ?? name);
  const { method, body } = random;
  const path = resolve(random.path);
  const headers = Object.fromEntries(
    Object.entries(random.headers).map(([name, value]) => [name, resolve(value)]),
  );
  if (headers['authorization'] !== SIGNED_BY_ANN) return { ...random, path, headers };
  const { authorization: _, ...others } = headers;
  const url = `http://127.0.0.1:${port}${path}`;
  const key = { keyId: names.get('$key') ?? '', privateKey: RFC_PRIVATE_KEY };
  const request = { method, url, headers: others, body: body ?? undefined };
  return { ...random, path, headers: await signRequest(request, key) };
}

/** Calls `look` with the exchange, and adds the request to its complaint. */
async function sendOne(
  agent: Agent,
  port: number,
  random: RandomRequest,
  look: (exchange: Exchange) => void,
): Promise<number> {
  const { method, path, headers, body } = random;
  try {
    const answer = await answerTo(agent, port, random);
    assert(answer.status < 500, `answered with a ${answer.status}`);
    assert(!answer.text.includes('"code":"refused-by-host"'), 'no host has a rule that could refuse it');
    const sent = body === null ? undefined : new TextDecoder().decode(body);
    look({ method, path, sent, ...answer });
    return answer.status;
  } catch (error) {
    const told = { method, path, headers, body: body?.toString('latin1') };
    throw new Error(`Of ${JSON.stringify(told)}: ${String(error)}`, { cause: error });
  }
}

function answerTo(agent: Agent, port: number, { method, path, headers, body }: RandomRequest) {
  return new Promise<Pick<Exchange, 'status' | 'headers' | 'text'>>((resolve, reject) => {
    // Node would send the body of a GET without a length, so that the server would read it as another request.
    const length = body === null ? {} : { 'content-length': body.length };
    const options = { host: '127.0.0.1', port, agent, method, path, headers: { ...headers, ...length } };
    const outgoing = request(options, (response) => {
      const { statusCode: status = 0, headers: received } = response;
      const get = (name: string) => received[name.toLowerCase()]?.toString() ?? null;
      buffer(response).then((bytes) => resolve({ status, headers: { get }, text: bytes.toString() }), reject);
    });
    outgoing.once('error', reject);
    outgoing.end(body ?? undefined);
  });
}
