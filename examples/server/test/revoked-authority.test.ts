import { createDatabase } from '@bailiwick/test-databases';
import test from 'ava';
import type { ApiClient } from './api-client.js';
import { oneOf, startProcesses } from './processes.js';
import { StartedRequest } from './started-request.js';
import { ADMIN, testEnvironment } from './test-environment.js';

const EVE = { email: 'eve@example.com', password: 'eve likes long passwords' };
const BACKDOOR = { email: 'backdoor@example.com', password: 'a door that nobody sees', role: 'admin' };

/** Everything that takes authority away from Eve, and how what she began before is answered then. */
const TAKINGS: Readonly<Record<string, { readonly status: number; readonly take: Taking }>> = {
  demoted: { status: 403, take: (admin, path) => admin.patch(path, { role: 'user' }) },
  disabled: { status: 401, take: (admin, path) => admin.patch(path, { status: 'disabled' }) },
  deleted: { status: 401, take: (admin, path) => admin.delete(path) },
  'logged out': { status: 401, take: (admin, path) => admin.delete(`${path}/sessions`) },
  'given another password': {
    status: 401,
    take: (admin, path) => admin.put(`${path}/password`, { password: 'eve does not know this one' }),
  },
};

type Taking = (admin: ApiClient, path: string) => Promise<{ readonly status: number }>;

for (const dialect of ['sqlite', 'postgres'] as const) {
  test.serial(
    `${dialect}: a request that was held open does nothing once its sender is demoted, disabled, deleted or logged out in another process`,
    async (t) => {
      const database = await createDatabase(dialect);
      t.teardown(database.destroy);
      const { apis } = await startProcesses(t, 2, testEnvironment(database.url));
      const [held, other] = [oneOf(apis, 0), oneOf(apis, 1)];
      for (const [taken, { status, take }] of Object.entries(TAKINGS)) {
        const admin = await other.logIn(ADMIN);
        const { body: eve } = await admin.post('/v1/users', { ...EVE, role: 'admin' });
        const { body: login } = await held.post('/v1/sessions', EVE);
        const begun = await StartedRequest.post(`${held.url}/v1/users`, {
          Authorization: `Bearer ${login.token}`,
        });
        t.true((await take(admin, `/v1/users/${eve.id}`)).status < 300, taken);
        t.is((await begun.finish(BACKDOOR)).status, status, taken);
        const { body: found } = await admin.get(`/v1/users?email=${BACKDOOR.email}`);
        t.deepEqual(found.items, [], taken);
        await admin.delete(`/v1/users/${eve.id}`);
      }
    },
  );
}
