import test, { type ExecutionContext } from 'ava';
import { operationsOf } from '@bailiwick/http-koa';
import type { Client } from './support/client.js';
import { PASSWORD, world } from './support/world.js';

/**
 * The answers to the members of an organisation (`above`) and of a project in it, by role, and to a user who is a member
 * of neither. A row is a request at the organisation or at the project; \`{other}\` is the member of the project.
 */
const MATRIX = `
  request                                          | above:owner  above:member  above:viewer  owner  member  viewer  outsider
  GET    project                                   | 200          200           200           200    200     200     404
  GET    organisation                              | 200          200           200           404    404     404     404
  PATCH  project               name                | 200          403           403           200    403     403     404
  PATCH  organisation          name                | 200          403           403           404    404     404     404
  PATCH  project               root                | 403          403           403           403    403     403     404
  DELETE project?resources=delete                  | 204          403           403           204    403     403     404
  GET    project/members                           | 200          200           200           200    200     200     404
  GET    organisation/members                      | 200          200           200           404    404     404     404
  PUT    project/members/{other}       viewer      | 200          403           403           200    403     403     404
  PUT    project/members/{ann}         viewer      | 200          403           403           200    403     403     404
  PUT    organisation/members/{ann}    viewer      | 200          403           403           404    404     404     404
  PUT    organisation/members/{self}   owner       | 200          403           403           404    404     404     404
  DELETE project/members/{other}                   | 204          403           403           204    204     403     404
  DELETE project/members/{self}                    | 404          404           404           409    204     204     404
  DELETE organisation/members/{self}               | 409          204           204           404    404     404     404
  GET    project/resources                         | 200          200           200           200    200     200     404
  POST   project/resources             resource    | 201          201           403           201    201     403     404
  POST   project/resources/preview     resource    | 200          200           403           200    200     403     404
  POST   organisation/resources        resource    | 201          201           403           404    404     404     404
  DELETE project/resources/{orders}                | 204          204           403           204    204     403     404
  GET    orders                                    | 200          200           200           200    200     200     404
  PATCH  orders                        resource    | 200          200           403           200    200     403     404
  POST   orders/transfer               organisation| 200          403           403           404    403     403     404
  GET    project/quotas                            | 200          200           200           200    200     200     404
  PUT    project/quotas/resources      limit       | 200          403           403           403    403     403     404
  DELETE project/quotas/resources                  | 200          403           403           403    403     403     404
  PUT    organisation/quotas/resources limit       | 403          403           403           404    404     404     404
  POST   groups                        below       | 201          403           403           404    404     404     404
  POST   groups                        plain       | 403          403           403           403    403     403     403
  GET    groups                                    | 200          200           200           200    200     200     200
`;

const ROLES = ['owner', 'member', 'viewer'] as const;

async function scene(t: ExecutionContext, caller: string) {
  const { ann, bailiwick, clientWith } = await world(t);
  const system = bailiwick.system('test');
  const organisation = await bailiwick.groups.create(system, { name: 'Acme' });
  const project = await bailiwick.groups.create(system, { name: 'Website', parentId: organisation.id });
  const orders = await bailiwick.resources.create(system, { name: 'orders', ownerId: project.id });
  const users = new Map([['outsider', ann.user.id]]);
  for (const [group, prefix] of [[organisation, 'above:'] as const, [project, ''] as const])
    for (const role of ROLES) {
      const email = `${prefix.replace(':', '-')}${role}@example.com`;
      const { id } = await bailiwick.users.create(system, { email, password: PASSWORD });
      await bailiwick.members.set(system, group.id, id, { role });
      users.set(`${prefix}${role}`, id);
    }
  const id = users.get(caller) ?? '';
  const { email } = await bailiwick.users.get(system, id);
  const { token } = await bailiwick.sessions.logIn({ email, password: PASSWORD });
  const ids: Readonly<Record<string, string>> = {
    '{other}': users.get('member') ?? '',
    '{ann}': ann.user.id,
    '{self}': id,
    '{orders}': orders.id,
  };
  const starts: Readonly<Record<string, string>> = {
    organisation: `/groups/${organisation.id}`,
    project: `/groups/${project.id}`,
    orders: `/resources/${orders.id}`,
    groups: '/groups',
  };
  const bodies: Readonly<Record<string, unknown>> = {
    name: { name: 'Renamed' },
    root: { parentId: null },
    viewer: { role: 'viewer' },
    owner: { role: 'owner' },
    resource: { name: 'customers' },
    limit: { limit: 3 },
    organisation: { ownerId: organisation.id },
    below: { name: 'Shop', parentId: organisation.id },
    plain: { name: 'Another' },
  };
  const client: Client = clientWith(`Bearer ${token}`);
  return async ({ method, path, body }: Row): Promise<number> => {
    const concrete = path
      .replace(/^\w+/, (start) => starts[start] ?? start)
      .replaceAll(/\{\w+\}/g, (name) => ids[name] ?? name);
    return (await client.call(method, concrete, body === '' ? {} : { body: bodies[body] })).status;
  };
}

interface Row {
  readonly method: string;
  readonly path: string;
  readonly body: string;
  readonly statuses: readonly number[];
}

const [header = '', ...lines] = MATRIX.trim().split('\n');
const callers = (header.split('|')[1] ?? '').trim().split(/ +/);
const rows: readonly Row[] = lines.map((line) => {
  const [left = '', right = ''] = line.split('|');
  const [method = '', path = '', body = ''] = left.trim().split(/ +/);
  return { method, path, body, statuses: right.trim().split(/ +/).map(Number) };
});

test('R30 members: the matrix has every operation below a group', async (t) => {
  const { bailiwick } = await world(t);
  const shapeOf = (path: string) =>
    path.replace(/^(?:project|organisation)/, '').replaceAll(/\{\w+\}|\?.*/g, '');
  const asked = new Set(
    rows.map(({ method, path }) => `${method} ${shapeOf(path).replace(/quotas\/.*/, 'quotas/')}`),
  );
  for (const { method, path } of operationsOf(bailiwick))
    if (path.startsWith('/groups/{id}'))
      t.true(asked.has(`${method} ${shapeOf(path.slice('/groups/{id}'.length))}`), `${method} ${path}`);
});

for (const [column, caller] of callers.entries())
  test(`R30 members: the answers to ${caller} are those of the matrix`, async (t) => {
    let answer = await scene(t, caller);
    for (const row of rows) {
      const status = await answer(row);
      t.is(status, row.statuses[column] ?? 0, `${row.method} ${row.path} ${row.body}`);
      if (status < 300 && row.method !== 'GET') answer = await scene(t, caller);
    }
  });
