// The requests of callers and the expected answers. The limit of refused callers is zero, that of the others is large.
import { createPrivateKey } from 'node:crypto';
import { signRequest } from '../../../packages/http-koa/dist/sign-request.js';
import { drive, withToken } from './load.mjs';

export const LIMITS = { limited: 1_000_000_000, unlimited: null, refused: 0, reader: 1_000_000_000 };
const BODY = '{"name":"benchmark"}';

/** The operations by name, in the order in which `--short` and `--ci` take them. */
export const OPERATIONS = {
  'create, with a limit': {
    user: 'limited',
    request: create,
    status: 201,
    accepts: ({ id, name }) => typeof id === 'string' && name === 'benchmark',
  },
  'list 20': {
    user: 'reader',
    request: ({ path }) => ({ method: 'GET', path }),
    status: 200,
    accepts: (body) => (body.items ?? body.data).length === 20,
  },
  'create, unlimited': { user: 'unlimited', request: create, status: 201 },
  'create, refused': { user: 'refused', request: create, status: 403 },
  get: {
    user: 'reader',
    request: ({ path, id }) => ({ method: 'GET', path: `${path}/${id}` }),
    status: 200,
    accepts: ({ id }) => typeof id === 'string',
  },
  // Feathers answers with the deleted resource.
  delete: { user: 'limited', status: [200, 204], prepare: prepareDeletes },
  'create, signed (the hand-written one: with a token)': {
    user: 'limited',
    request: create,
    status: 201,
    prepare: prepareSigned,
    isFor: ({ isPeer = false }) => !isPeer,
  },
};

export function create({ path }) {
  return { method: 'POST', path, headers: { 'content-type': 'application/json' }, body: BODY };
}

/** Lets every caller create `countEach` resources, and prepares a request to delete each of them. */
async function prepareDeletes(contestant, countEach, connections) {
  const ids = new Map();
  const prepared = contestant.callers.limited.slice(0, connections).map((caller) => {
    ids.set(caller, []);
    const onResponse = (status, body) => ids.get(caller).push(JSON.parse(body).id);
    return Array.from({ length: countEach }, () => ({ ...withToken(caller, create(caller)), onResponse }));
  });
  await drive(contestant, { user: 'limited', request: create, status: 201 }, { prepared, connections });
  return [...ids].map(([caller, own]) =>
    own.map((id) => withToken(caller, { method: 'DELETE', path: `${caller.path}/${id}` })),
  );
}

/** Signs requests before the measurement, each with its own nonce. A contestant without keys gets the token. */
async function prepareSigned({ url, callers }, countEach, connections) {
  return Promise.all(
    callers.limited.slice(0, connections).map((caller) =>
      Promise.all(
        Array.from({ length: countEach }, async () => {
          const request = create(caller);
          if (caller.signingKey === undefined) return withToken(caller, request);
          const { keyId, privateKey } = caller.signingKey;
          const key = (caller.importedKey ??= createPrivateKey(privateKey));
          const headers = await signRequest(
            { ...request, url: url + request.path },
            { keyId, privateKey: key },
          );
          return { ...request, headers };
        }),
      ),
    ),
  );
}
