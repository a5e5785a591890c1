import test from 'ava';
import * as fc from 'fast-check';
import { operationsOf } from '@bailiwick/http-koa';
import { world } from '../support/world.js';

/** Names that the bodies know, and names that have broken others. */
const NAMES = [
  'name',
  'kind',
  'email',
  'password',
  'currentPassword',
  'newPassword',
  'role',
  'status',
  'limits',
  'limit',
  'resources',
];
const EVIL = ['__isYupRef', 'constructor', 'toString', 'then', 'valueOf', 'length', 'toJSON', ''];

const json = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.jsonValue(),
    fc.constantFrom(
      'user',
      'active',
      'resource',
      'a@example.com',
      'correct horse battery staple',
      '\0',
      '\ud800',
      Number.MAX_VALUE,
      -0,
    ),
    fc.dictionary(fc.constantFrom(...NAMES, ...EVIL), tie('value')),
  ),
})).value;

test('random JSON: no body of any operation is answered with a 5xx', async (t) => {
  const { admin, ann, bailiwick } = await world(t);
  const operations = operationsOf(bailiwick).filter(({ body }) => body !== null);
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...operations),
      fc.oneof(json, fc.dictionary(fc.constantFrom(...NAMES, ...EVIL), json)),
      async ({ method, path }, body) => {
        const at = path.replace('{id}', ann.user.id).replace('{meter}', 'resources');
        const { status } = await admin.call(method, at, { body: JSON.stringify(body) ?? 'null' });
        return status < 500;
      },
    ),
    { numRuns: 400 },
  );
  t.pass();
});

test('random paths, queries and credentials: R17 never a 5xx', async (t) => {
  const { server, admin } = await world(t);
  const piece = fc.oneof(
    fc.string(),
    fc.string({ unit: 'binary' }),
    fc.constantFrom('%00', '%', '%E0%A4%A', '..', '{id}', ':id', '*'),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(
        '/resources/',
        '/users/',
        '/users/x/quotas/',
        '/sessions/',
        '/resources?',
        '/users?',
        '/audit-events?',
        '/resources?cursor=',
      ),
      piece,
      fc.constantFrom('Bearer ', 'Basic ', 'Digest ', ''),
      fc.oneof(piece, fc.constant(null)),
      async (path, rest, scheme, credential) => {
        const authorization =
          credential === null
            ? (admin.authorization ?? '')
            : scheme + Buffer.from(credential).toString('latin1');
        const { status } = await fetch(`${server.url}/v1${path}${rest.toWellFormed()}`, {
          headers: isHeader(authorization) ? { authorization } : {},
        });
        return status < 500;
      },
    ),
    { numRuns: 200 },
  );
  t.pass();
});

/** What a client can send at all. */
function isHeader(value: string): boolean {
  // oxlint-disable-next-line no-control-regex -- these are what HTTP forbids
  return !/[\x00-\x08\x0a-\x1f\x7f]/.test(value);
}
