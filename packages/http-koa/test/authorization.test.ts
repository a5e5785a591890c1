import test, { type ExecutionContext } from 'ava';
import { limits } from '@bailiwick/core';
import { openApiDocument, operationsOf, type Operation } from '@bailiwick/http-koa';
import { requestSignatures } from '@bailiwick/http-koa/signatures';
import type { Client, Json } from './support/client.js';
import { BODIES } from './support/bodies.js';
import { RFC_PRIVATE_KEY } from './support/rfc9421-signer.js';
import {
  basic,
  MISSING_ID,
  PASSWORD,
  PUBLIC_KEY,
  world,
  type Inhabitant,
  type World,
} from './support/world.js';

/**
 * The matrix of permissions; an operation that is missing here fails the test. Each column is a caller. The last part
 * of the path names a target of the caller (`own`), of another user (`foreign`), or none (`missing`). `crossed` is a
 * target of another user below the path of the caller. A name after a slash is another body for the same operation.
 */
const MATRIX = `
  operation              target   | nobody  user-a  user-b  disabled-a  admin  key-of-a  disabled-key  key-of-admin  password-of-admin  unconfirmed-a  unconfirmed-admin
  createSession          -        | 201     201     201     401         201    201       401           201           201                201            201
  listSessions           -        | 401     200     200     401         200    200       401           200           200                200            200
  deleteAllSessions      -        | 401     204     204     401         204    403       401           403           204                204            204
  getCurrentSession      -        | 200     200     200     200         200    200       200           200           200                200            200
  deleteCurrentSession   -        | 401     204     204     401         204    404       401           404           404                204            204
  confirmCurrentSession  -        | 401     204     204     401         204    403       401           403           404                204            204
  deleteSession          own      | 401     204     204     401         204    403       401           403           204                204            204
  deleteSession          foreign  | 401     404     404     401         404    403       401           403           404                404            404
  deleteSession          missing  | 401     404     404     401         404    403       401           403           404                404            404
  getMe                  -        | 401     200     200     401         200    200       401           200           200                200            200
  changeMyPassword       -        | 401     204     204     401         204    403       401           403           204                204            204
  changeMyEmail          -        | 401     200     200     401         200    403       401           403           200                200            200
  listMyQuotas           -        | 401     200     200     401         200    200       401           200           200                200            200
  createAccessKey        -        | 401     201     201     401         201    403       401           403           201                403            403
  listAccessKeys         -        | 401     200     200     401         200    200       401           200           200                200            200
  deleteAccessKey        own      | 401     204     204     401         204    403       401           403           204                204            204
  deleteAccessKey        foreign  | 401     404     404     401         404    403       401           403           404                404            404
  deleteAccessKey        missing  | 401     404     404     401         404    403       401           403           404                404            404
  createResource         -        | 401     201     201     401         201    201       401           201           201                201            201
  previewResource        -        | 401     200     200     401         200    200       401           200           200                200            200
  listResources          -        | 401     200     200     401         200    200       401           200           200                200            200
  getResource            own      | 401     200     200     401         200    200       401           200           200                200            200
  getResource            foreign  | 401     404     404     401         200    404       401           200           200                404            200
  getResource            missing  | 401     404     404     401         404    404       401           404           404                404            404
  renameResource         own      | 401     200     200     401         200    200       401           200           200                200            200
  renameResource         foreign  | 401     404     404     401         200    404       401           200           200                404            200
  renameResource         missing  | 401     404     404     401         404    404       401           404           404                404            404
  transferResource       own      | 401     200     200     401         200    200       401           200           200                200            200
  transferResource       foreign  | 401     404     404     401         200    404       401           200           200                404            200
  transferResource       missing  | 401     404     404     401         404    404       401           404           404                404            404
  deleteResource         own      | 401     204     204     401         204    204       401           204           204                204            204
  deleteResource         foreign  | 401     404     404     401         204    404       401           204           204                404            204
  deleteResource         missing  | 401     404     404     401         404    404       401           404           404                404            404
  createUser             -        | 401     403     403     401         201    403       401           201           201                403            201
  createUser/admin       -        | 401     403     403     401         201    403       401           403           201                403            403
  listUsers              -        | 401     403     403     401         200    403       401           200           200                403            200
  getUser                own      | 401     200     200     401         200    200       401           200           200                200            200
  getUser                foreign  | 401     404     404     401         200    404       401           200           200                404            200
  getUser                missing  | 401     404     404     401         404    404       401           404           404                404            404
  changeUser             own      | 401     403     403     401         200    403       401           403           200                403            200
  changeUser/email       own      | 401     403     403     401         403    403       401           403           403                403            403
  changeUser/role        own      | 401     403     403     401         200    403       401           403           200                403            403
  changeUser             foreign  | 401     404     404     401         200    404       401           200           200                404            200
  changeUser/email       foreign  | 401     404     404     401         200    404       401           403           200                404            403
  changeUser/role        foreign  | 401     404     404     401         200    404       401           403           200                404            403
  changeUser             missing  | 401     404     404     401         404    404       401           404           404                404            404
  changeUser/email       missing  | 401     404     404     401         404    404       401           403           404                404            403
  changeUser/role        missing  | 401     404     404     401         404    404       401           403           404                404            403
  deleteUser             own      | 401     403     403     401         409    403       401           403           409                403            403
  deleteUser             foreign  | 401     404     404     401         204    404       401           403           204                404            403
  deleteUser             missing  | 401     404     404     401         404    404       401           403           404                404            403
  setUserPassword        own      | 401     403     403     401         403    403       401           403           403                403            403
  setUserPassword        foreign  | 401     404     404     401         204    404       401           403           204                404            403
  setUserPassword        missing  | 401     404     404     401         404    404       401           403           404                404            403
  deleteUserSessions     own      | 401     204     204     401         204    403       401           403           204                204            204
  deleteUserSessions     foreign  | 401     404     404     401         204    404       401           403           204                404            204
  deleteUserSessions     missing  | 401     404     404     401         404    404       401           403           404                404            404
  listUserSessions       own      | 401     200     200     401         200    200       401           200           200                200            200
  listUserSessions       foreign  | 401     404     404     401         200    404       401           200           200                404            200
  listUserSessions       missing  | 401     404     404     401         404    404       401           404           404                404            404
  deleteUserSession      own      | 401     204     204     401         204    403       401           403           204                204            204
  deleteUserSession      foreign  | 401     404     404     401         204    404       401           403           204                404            204
  deleteUserSession      missing  | 401     404     404     401         404    404       401           403           404                404            404
  deleteUserSession      crossed  | 401     404     404     401         404    403       401           403           404                404            404
  listUserAccessKeys     own      | 401     200     200     401         200    200       401           200           200                200            200
  listUserAccessKeys     foreign  | 401     404     404     401         200    404       401           200           200                404            200
  listUserAccessKeys     missing  | 401     404     404     401         404    404       401           404           404                404            404
  deleteUserAccessKey    own      | 401     204     204     401         204    403       401           403           204                204            204
  deleteUserAccessKey    foreign  | 401     404     404     401         204    404       401           403           204                404            204
  deleteUserAccessKey    missing  | 401     404     404     401         404    404       401           403           404                404            404
  deleteUserAccessKey    crossed  | 401     404     404     401         404    403       401           403           404                404            404
  listUserGroups         own      | 401      200     200     401         200    200       401           200           200                200            200
  listUserGroups         foreign  | 401      404     404     401         200    404       401           200           200                404            200
  listUserGroups         missing  | 401      404     404     401         404    404       401           404           404                404            404
  listUserResources      own      | 401     200     200     401         200    200       401           200           200                200            200
  listUserResources      foreign  | 401     404     404     401         200    404       401           200           200                404            200
  listUserResources      missing  | 401     404     404     401         404    404       401           404           404                404            404
  createUserResource     own      | 401     201     201     401         201    201       401           201           201                201            201
  createUserResource     foreign  | 401     404     404     401         201    404       401           201           201                404            201
  createUserResource     missing  | 401     404     404     401         404    404       401           404           404                404            404
  previewUserResource    own      | 401     200     200     401         200    200       401           200           200                200            200
  previewUserResource    foreign  | 401     404     404     401         200    404       401           200           200                404            200
  previewUserResource    missing  | 401     404     404     401         404    404       401           404           404                404            404
  deleteUserResource     own      | 401     204     204     401         204    204       401           204           204                204            204
  deleteUserResource     foreign  | 401     404     404     401         204    404       401           204           204                404            204
  deleteUserResource     missing  | 401     404     404     401         404    404       401           404           404                404            404
  deleteUserResource     crossed  | 401     404     404     401         404    404       401           404           404                404            404
  listUserQuotas         own      | 401     200     200     401         200    200       401           200           200                200            200
  listUserQuotas         foreign  | 401     404     404     401         200    404       401           200           200                404            200
  listUserQuotas         missing  | 401     404     404     401         404    404       401           404           404                404            404
  setUserQuota           own      | 401     403     403     401         200    403       401           200           200                403            200
  setUserQuota           foreign  | 401     404     404     401         200    404       401           200           200                404            200
  setUserQuota           missing  | 401     404     404     401         404    404       401           404           404                404            404
  clearUserQuota         own      | 401     403     403     401         200    403       401           200           200                403            200
  clearUserQuota         foreign  | 401     404     404     401         200    404       401           200           200                404            200
  clearUserQuota         missing  | 401     404     404     401         404    404       401           404           404                404            404
  createGroup            -        | 401     403     403     401         201    403       401           201           201                403            201
  listGroups             -        | 401     200     200     401         200    200       401           200           200                200            200
  getGroup               own      | 401     404     404     401         200    404       401           200           200                404            200
  getGroup               foreign  | 401     404     404     401         200    404       401           200           200                404            200
  getGroup               missing  | 401     404     404     401         404    404       401           404           404                404            404
  changeGroup            own      | 401     404     404     401         200    404       401           200           200                404            200
  changeGroup            foreign  | 401     404     404     401         200    404       401           200           200                404            200
  changeGroup            missing  | 401     404     404     401         404    404       401           404           404                404            404
  changeGroup/parent     own      | 401     404     404     401         200    404       401           200           200                404            200
  changeGroup/parent     foreign  | 401     404     404     401         200    404       401           200           200                404            200
  changeGroup/parent     missing  | 401     404     404     401         404    404       401           404           404                404            404
  deleteGroup            own      | 401     404     404     401         204    404       401           204           204                404            204
  deleteGroup            foreign  | 401     404     404     401         204    404       401           204           204                404            204
  deleteGroup            missing  | 401     404     404     401         404    404       401           404           404                404            404
  listMembers            own      | 401      200     200     401         200    200       401           200           200                200            200
  listMembers            foreign  | 401      404     404     401         200    404       401           200           200                404            200
  listMembers            missing  | 401      404     404     401         404    404       401           404           404                404            404
  setMember              own      | 401     403     403     401         200    403       401           403           200                403            403
  setMember              foreign  | 401     404     404     401         200    404       401           403           200                404            403
  setMember              missing  | 401      404     404     401         404    404       401           404           404                404            404
  removeMember           own      | 401      204     204     401         204    204       401           204           204                204            204
  removeMember           foreign  | 401      404     404     401         204    404       401           204           204                404            204
  removeMember           missing  | 401      404     404     401         404    404       401           404           404                404            404
  listGroupResources     own      | 401     404     404     401         200    404       401           200           200                404            200
  listGroupResources     foreign  | 401     404     404     401         200    404       401           200           200                404            200
  listGroupResources     missing  | 401     404     404     401         404    404       401           404           404                404            404
  createGroupResource    own      | 401     404     404     401         201    404       401           201           201                404            201
  createGroupResource    foreign  | 401     404     404     401         201    404       401           201           201                404            201
  createGroupResource    missing  | 401     404     404     401         404    404       401           404           404                404            404
  previewGroupResource   own      | 401     404     404     401         200    404       401           200           200                404            200
  previewGroupResource   foreign  | 401     404     404     401         200    404       401           200           200                404            200
  previewGroupResource   missing  | 401     404     404     401         404    404       401           404           404                404            404
  deleteGroupResource    own      | 401     404     404     401         204    404       401           204           204                404            204
  deleteGroupResource    foreign  | 401     404     404     401         204    404       401           204           204                404            204
  deleteGroupResource    missing  | 401     404     404     401         404    404       401           404           404                404            404
  deleteGroupResource    crossed  | 401     404     404     401         404    404       401           404           404                404            404
  listGroupQuotas        own      | 401     404     404     401         200    404       401           200           200                404            200
  listGroupQuotas        foreign  | 401     404     404     401         200    404       401           200           200                404            200
  listGroupQuotas        missing  | 401     404     404     401         404    404       401           404           404                404            404
  setGroupQuota          own      | 401     404     404     401         200    404       401           200           200                404            200
  setGroupQuota          foreign  | 401     404     404     401         200    404       401           200           200                404            200
  setGroupQuota          missing  | 401     404     404     401         404    404       401           404           404                404            404
  clearGroupQuota        own      | 401     404     404     401         200    404       401           200           200                404            200
  clearGroupQuota        foreign  | 401     404     404     401         200    404       401           200           200                404            200
  clearGroupQuota        missing  | 401     404     404     401         404    404       401           404           404                404            404
  listDefaultLimits      -        | 401     403     403     401         200    403       401           200           200                403            200
  setDefaultLimit        -        | 401     403     403     401         200    403       401           200           200                403            200
  createBatch            -        | 401     200     200     401         200    200       401           200           200                200            200
  getPolicy              -        | 401     403     403     401         200    403       401           200           200                403            200
  createDecision         -        | 401     200     200     401         200    200       401           200           200                200            200
  listUserDecisions      own      | 401     200     200     401         200    200       401           200           200                200            200
  listUserDecisions      foreign  | 401     404     404     401         200    404       401           200           200                404            200
  listUserDecisions      missing  | 401     404     404     401         404    404       401           404           404                404            404
  listAuditEvents        -        | 401     403     403     401         200    403       401           200           200                403            200
  verifyQuotas           -        | 401     403     403     401         200    403       401           200           200                403            200
  repairQuotas           -        | 401     403     403     401         200    403       401           200           200                403            200
  getOverview            -        | 401     403     403     401         200    403       401           200           200                403            200
`;

/** The columns of the matrix: the caller, and the owners of the `own` and `foreign` targets. */
const CALLERS: Readonly<Record<string, (world: World) => Caller>> = {
  nobody: ({ nobody, ann, bob }) => ({ client: nobody, own: ann, foreign: bob }),
  'user-a': ({ ann, bob }) => ({ client: ann, own: ann, foreign: bob }),
  'user-b': ({ ann, bob }) => ({ client: bob, own: bob, foreign: ann }),
  'disabled-a': ({ ann, bob }) => ({ client: ann, own: ann, foreign: bob }),
  admin: ({ admin, ann }) => ({ client: admin, own: admin, foreign: ann }),
  'key-of-a': ({ ann, bob }) => ({ client: 'signing', own: ann, foreign: bob }),
  'disabled-key': ({ ann, bob }) => ({ client: 'signing', own: ann, foreign: bob }),
  'key-of-admin': ({ admin, ann }) => ({ client: 'signing', own: admin, foreign: ann }),
  'password-of-admin': ({ admin, ann, clientWith }) => ({
    client: clientWith(basic(admin.user.email, PASSWORD)),
    own: admin,
    foreign: ann,
  }),
  // Callers whose confirmation is too old.
  'unconfirmed-a': ({ ann, bob }) => ({ client: ann, own: ann, foreign: bob }),
  'unconfirmed-admin': ({ admin, ann }) => ({ client: admin, own: admin, foreign: ann }),
};

interface Caller {
  /** `signing` signs with the access key of `own`. */
  readonly client: Client | 'signing';
  readonly own: Inhabitant;
  readonly foreign: Inhabitant;
}

const QUERIES: Readonly<Record<string, string>> = { deleteUser: '?resources=delete' };

/** Makes the world for a caller, in which each user has a resource, a session, an access key, two groups and a membership. */
async function inhabited(t: ExecutionContext, name: string): Promise<Scene> {
  const fresh = await world(t, { router: { signatures: requestSignatures() } });
  const caller = CALLERS[name]?.(fresh);
  if (caller === undefined) throw new Error(`There is no caller ${name}.`);
  const [own, foreign] = [await idsOf(caller.own, fresh), await idsOf(caller.foreign, fresh)];
  if (name.startsWith('disabled'))
    await fresh.admin.patch(`/users/${caller.own.user.id}`, { status: 'disabled' });
  if (name.startsWith('unconfirmed')) fresh.later(limits.CONFIRMATION_TTL_MS);
  const signingKey = { keyId: own['access-keys'] ?? '', privateKey: RFC_PRIVATE_KEY };
  const client = caller.client === 'signing' ? fresh.clientSigning(signingKey) : caller.client;
  return {
    client,
    email: caller.own.user.email,
    operations: new Map(operationsOf(fresh.bailiwick).map((entry) => [entry.operationId, entry])),
    ids: {
      own,
      foreign,
      crossed: { ...foreign, users: own['users'] ?? '', 'groups/resources': own['groups/resources'] ?? '' },
    },
  };
}

interface Scene {
  readonly client: Client;
  readonly email: string;
  readonly operations: ReadonlyMap<string, Operation>;
  /** The ids for the templates of paths, by target and by the collection or the name of the parameter. */
  readonly ids: Readonly<Record<string, Ids>>;
}

type Ids = Readonly<Record<string, string>>;

async function idsOf(who: Inhabitant, { bailiwick }: World): Promise<Ids> {
  const system = bailiwick.system('test');
  const empty = await bailiwick.groups.create(system, { name: 'Empty' });
  const group = await bailiwick.groups.create(system, { name: 'Acme' });
  const team = await bailiwick.groups.create(system, { name: 'Team' });
  await bailiwick.members.set(system, team.id, who.user.id, { role: 'member' });
  const shared = await bailiwick.resources.create(system, { ownerId: group.id, name: 'shared' });
  const { body: resource } = await who.post('/resources', { name: 'made before' });
  const { body: sessions } = await who.get('/sessions');
  const { body: accessKey } = await who.post('/access-keys', { name: 'tower', publicKey: PUBLIC_KEY });
  return {
    users: who.user.id,
    resources: resource.id,
    'users/resourceId': resource.id,
    groups: empty.id,
    'groups/resources': group.id,
    'groups/resourceId': shared.id,
    'groups/members': team.id,
    'groups/userId': who.user.id,
    sessions: sessions.items[0].id,
    sessionId: sessions.items[0].id,
    'access-keys': accessKey.id,
    keyId: accessKey.id,
  };
}

function concretePath(template: string, ids: Ids = {}): string {
  const [, collection = '', , below] = template.split('/');
  return template.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    if (name === 'meter') return 'resources';
    const [special, general] =
      name === 'id' ? [`${collection}/${below}`, collection] : [`${collection}/${name}`, name];
    return ids[special] ?? ids[general] ?? MISSING_ID;
  });
}

async function answerTo(
  { client, email, operations, ids }: Scene,
  { name, operationId, target }: Row,
): Promise<number> {
  const operation = operations.get(operationId);
  if (operation === undefined) throw new Error(`There is no operation ${operationId}.`);
  const path = concretePath(operation.path, ids[target]) + (QUERIES[operationId] ?? '');
  const ofCaller: Readonly<Record<string, unknown>> = {
    createSession: { email, password: PASSWORD },
    transferResource: { ownerId: ids['own']?.['users'] },
  };
  const body = ofCaller[name] ?? BODIES[name];
  return (await client.call(operation.method, path, { body })).status;
}

function readMatrix(): { readonly callers: readonly string[]; readonly rows: readonly Row[] } {
  const [header = '', ...lines] = MATRIX.trim().split('\n');
  const cells = (part = '') => part.trim().split(/ +/);
  const rows = lines.map((line) => {
    const [left, right] = line.split('|');
    const [name = '', target = ''] = cells(left);
    const [operationId = ''] = name.split('/');
    return { name, operationId, target, statuses: cells(right).map(Number) };
  });
  return { callers: cells(header.split('|')[1]), rows };
}

interface Row {
  readonly name: string;
  readonly operationId: string;
  readonly target: string;
  readonly statuses: readonly number[];
}

const { callers, rows } = readMatrix();

test('R30 authorization: the matrix has every operation, on every target, for every caller', async (t) => {
  const { bailiwick } = await world(t);
  for (const { operationId, path } of operationsOf(bailiwick)) {
    const own = rows.filter((row) => row.operationId === operationId);
    const targets = new Set(own.map(({ target }) => target));
    const expected = /\{(?:id|\w+Id)\}/.test(path) ? ['own', 'foreign', 'missing'] : ['-'];
    for (const target of expected) t.true(targets.has(target), `${operationId} on ${target}`);
  }
  t.deepEqual(callers, Object.keys(CALLERS));
  for (const { operationId, statuses } of rows) t.is(statuses.length, callers.length, operationId);
});

for (const [column, caller] of callers.entries()) {
  test(`R30 R33 authorization: the answers to ${caller} are those of the matrix`, async (t) => {
    let scene = await inhabited(t, caller);
    for (const row of rows) {
      const status = await answerTo(scene, row);
      t.is(status, row.statuses[column] ?? 0, `${row.name} on ${row.target}`);
      // Refused and reading requests change nothing, so the next one can use the same world.
      if (status < 400 && scene.operations.get(row.operationId)?.method !== 'GET')
        scene = await inhabited(t, caller);
    }
  });
}

for (const caller of ['user-a', 'admin']) {
  test(`R30 authorization: through a batch, ${caller} is answered as the matrix says`, async (t) => {
    let scene = await inhabited(t, caller);
    const column = callers.indexOf(caller);
    for (const row of rows) {
      const operation = scene.operations.get(row.operationId);
      if (operation === undefined) throw new Error(`There is no operation ${row.operationId}.`);
      const status = await answerTo(inBatches(scene), row);
      t.is(status, operation.alone ? 400 : (row.statuses[column] ?? 0), `${row.name} on ${row.target}`);
      if (status < 400 && operation.method !== 'GET') scene = await inhabited(t, caller);
    }
  });
}

/** The same scene with a client that sends each request as the only item of a batch. */
function inBatches(scene: Scene): Scene {
  const call: Client['call'] = async (method, path, { body } = {}) => {
    const reply = await scene.client.post('/batches', { items: [{ method, path, body }] });
    return { ...reply, status: reply.body.items[0].status };
  };
  return { ...scene, client: { ...scene.client, call } };
}

/** The columns of administrators by their way to authenticate. */
const COLUMNS = { basic: 'password-of-admin', bearer: 'admin', signature: 'key-of-admin' };

test('R30 authorization: the OpenAPI document offers for each operation the credentials with which it can succeed', async (t) => {
  const { bailiwick } = await world(t);
  const { paths, security }: Json = openApiDocument(bailiwick, { signatures: true });
  for (const { operationId, path, method, auth } of operationsOf(bailiwick)) {
    const own = rows.filter((row) => row.operationId === operationId);
    const succeeds = (caller: string) =>
      own.some(({ statuses }) => (statuses[callers.indexOf(caller)] ?? 0) < 400);
    const expected = Object.entries(COLUMNS).filter(([, caller]) => auth === 'required' && succeeds(caller));
    const documented = paths[path][method.toLowerCase()];
    const offered = (documented.security ?? security).flatMap(Object.keys);
    if (documented['x-signature'] === true) offered.push('signature');
    t.deepEqual(
      offered,
      expected.map(([name]) => name),
      operationId,
    );
  }
});

test('authorization: a refusal names the action and the reason', async (t) => {
  const { ann } = await world(t);
  const { body } = await ann.get('/users');
  t.like(body, { code: 'forbidden', action: 'user:list', reason: 'not-admin' });
});

test('authorization: an administrator who is demoted is an ordinary user with the next request', async (t) => {
  const { admin, ann } = await world(t);
  await admin.patch(`/users/${ann.user.id}`, { role: 'admin' });
  t.is((await ann.get('/users')).status, 200);
  await admin.patch(`/users/${ann.user.id}`, { role: 'user' });
  t.is((await ann.get('/users')).status, 403);
});
