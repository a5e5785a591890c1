import test from 'ava';
import { world } from '../support/world.js';

const OPTIONS = {
  groups: { organisation: {}, project: { in: ['organisation'], demand: { projects: 1 } } },
  memberDemand: { seats: 1 },
};

test('groups: a project or a member too many is refused with the figures of each level', async (t) => {
  const { bailiwick, admin, ann, bob } = await world(t, OPTIONS);
  const system = bailiwick.system('test');
  const organisation = { type: 'organisation', name: 'Acme', memberId: ann.user.id };
  const acme = await bailiwick.groups.create(system, organisation);
  for (const meter of ['projects', 'seats']) {
    const limit = await admin.put(`/groups/${acme.id}/quotas/${meter}`, { limit: 1 });
    t.is(limit.status, 200);
  }
  const owner = { id: acme.id, type: 'organisation', name: 'Acme' };
  const refused = await ann.put(`/groups/${acme.id}/members/${bob.user.id}`, { role: 'viewer' });
  t.is(refused.status, 403);
  t.is(refused.body.code, 'quota-exceeded');
  t.deepEqual(refused.body.quotas, [{ meter: 'seats', owner, limit: 1, used: 1, requested: 1 }]);

  await bailiwick.groups.create(system, { type: 'project', name: 'web', parentId: acme.id });
  const project = await ann.post('/groups', { type: 'project', name: 'app', parentId: acme.id });
  t.is(project.status, 403);
  t.is(project.body.code, 'quota-exceeded');
  const ofAcme = project.body.quotas.filter((one: { owner: { id: string } }) => one.owner.id === acme.id);
  t.deepEqual(ofAcme, [
    { meter: 'projects', owner, limit: 1, used: 1, requested: 1 },
    { meter: 'seats', owner, limit: 1, used: 1, requested: 1 },
  ]);
  const { body } = await ann.get('/groups');
  t.is(body.items.length, 2);
});
