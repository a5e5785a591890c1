import assert from 'node:assert/strict';
import { refused, type AuditEvent } from '../audit/audit-event.js';
import type { AuditQuery } from '../audit/audit-store.js';
import { firstIdAt, type AuditEventId } from '../ids.js';
import type { Scope } from '../policy/scope.js';
import type { CaseDefinition } from './case-definition.js';
import { ALL_EVENTS, draft, idsOf, keyed, newUserId, race, T0, type World } from './world.js';

/** Checks how audit events are recorded, counted, listed and swept. */
export const auditEventCases: readonly CaseDefinition[] = [
  {
    guarantee: 'I2',
    title: 'auditEvents.append: an event is read as it was recorded',
    async run(world) {
      const [event] = await appendEvents(world);
      assert.deepEqual((await world.storage.auditEvents.list(ALL_EVENTS)).at(-1), event);
    },
  },
  {
    guarantee: 'A7',
    title:
      'auditEvents.list: every filter and scope applies, and events are listed newest first, page by page',
    async run(world) {
      const [first, second, third] = await appendEvents(world);
      const list = async (filter: Partial<AuditQuery>) =>
        idsOf(await world.storage.auditEvents.list({ ...ALL_EVENTS, ...filter }));
      assert.deepEqual(await list({}), [third.id, second.id, first.id]);
      assert.deepEqual(await list({ count: 1, olderThanId: third.id }), [second.id]);
      assert.deepEqual(await list({ action: 'b' }), [second.id]);
      assert.deepEqual(await list({ actorId: 'contract' }), [third.id, second.id]);
      assert.deepEqual(await list({ targetId: first.target.id }), [first.id]);
      assert.deepEqual(await list({ ownerId: first.target.ownerId }), [first.id]);
      assert.deepEqual(await list({ ownerId: first.target.ownerId, action: 'b' }), []);
      const scope: Scope = { type: 'owner', ownerIds: [first.target.ownerId ?? ''] };
      assert.deepEqual(await list({ scope }), [first.id]);
      // An event whose target has no owner is outside every owner's scope, and inside the negation of that scope.
      assert.deepEqual(await list({ scope: { type: 'not', scope } }), [third.id, second.id]);
      assert.deepEqual(await list({ scope: { type: 'kind', kinds: ['resource'] } }), []);
      // Targets are not always identified by a UUID: the target of a quota event is its meter.
      assert.deepEqual(await list({ scope: { type: 'id', ids: ['a meter'] } }), [second.id]);
      assert.deepEqual(await list({ scope: { type: 'not', scope: { type: 'id', ids: ['a meter'] } } }), [
        third.id,
        first.id,
      ]);
    },
  },
  {
    guarantee: 'A7',
    title:
      'auditEvents.list: outcomes are told apart, a reason is that of a refusal, and a time range has its start but not its end',
    async run(world) {
      const { auditEvents } = world.storage;
      const list = async (filter: Partial<AuditQuery>) =>
        idsOf(await auditEvents.list({ ...ALL_EVENTS, ...filter }));
      const at = (ms: number) => new Date(T0.getTime() + ms);
      const [first, second, third] = [0, 1, 2].map((ms) => firstIdAt<AuditEventId>(at(ms)));
      // The rule that allows the commands of the contract has the name of the last reason.
      for (const [id, reason] of [
        [first, 'x'],
        [second, 'y'],
        [third, 'contract'],
      ] as const) {
        if (id !== undefined) await auditEvents.append(refused({ ...draft('a'), id }, reason));
      }
      await world.addUser();
      const [accepted] = await list({});
      assert.deepEqual(await list({ outcome: 'accepted' }), [accepted]);
      assert.deepEqual(await list({ outcome: 'refused' }), [third, second, first]);
      assert.deepEqual(await list({ outcome: 'refused', count: 1, olderThanId: third ?? null }), [second]);
      assert.deepEqual(await list({ outcome: 'refused', reason: 'y' }), [second]);
      assert.deepEqual(await list({ reason: 'contract' }), [third]);
      assert.deepEqual(await list({ action: 'a', outcome: 'refused', reason: 'x' }), [first]);
      assert.deepEqual(await list({ since: at(2) }), [accepted, third]);
      assert.deepEqual(await list({ until: at(1) }), [first]);
      assert.deepEqual(await list({ since: at(1), until: at(2) }), [second]);
      assert.deepEqual(await list({ until: at(2), olderThanId: second ?? null }), [first]);
      assert.deepEqual(await list({ since: at(1), outcome: 'refused', actorId: 'contract' }), [
        third,
        second,
      ]);
    },
  },
  {
    guarantee: 'I2',
    title: 'auditEvents.append: equal refusals that race become one event, the first, with their count',
    async run({ storage: { auditEvents } }) {
      const first = refused(keyed('a', 'key'), 'x');
      await auditEvents.append(first);
      await race(20, () => auditEvents.append(refused(keyed('a', 'key'), 'x', { later: true })));
      assert.deepEqual(await auditEvents.list(ALL_EVENTS), [{ ...first.event, count: 21 }]);
    },
  },
  {
    guarantee: 'I2',
    title: 'auditEvents.append: refusals with another key, another reason or no key are separate events',
    async run({ storage: { auditEvents } }) {
      const refusals = [
        refused(keyed('a', 'key'), 'x'),
        refused(keyed('a', 'another'), 'x'),
        refused(keyed('a', 'key'), 'y'),
        refused(draft('a'), 'x'),
        refused(draft('a'), 'x'),
      ];
      for (const refusal of refusals) await auditEvents.append(refusal);
      const events = refusals.map(({ event }) => event);
      assert.deepEqual(await auditEvents.list(ALL_EVENTS), events.toReversed());
    },
  },
  {
    guarantee: 'I2',
    title:
      'auditEvents.sweep: it deletes the oldest events first, a batch at a time, and none from the given instant on',
    async run({ storage: { auditEvents } }) {
      const at = (ms: number) => new Date(T0.getTime() + ms);
      const ids = [3, 1, 0, 2].map((ms) => firstIdAt<AuditEventId>(at(ms)));
      for (const id of ids) await auditEvents.append(refused({ ...draft('a'), id }, 'x'));
      const left = async () => idsOf(await auditEvents.list(ALL_EVENTS));
      assert.equal(await auditEvents.sweep(T0, 10), 0);
      assert.equal(await auditEvents.sweep(at(3), 2), 2);
      assert.deepEqual(await left(), [firstIdAt(at(3)), firstIdAt(at(2))]);
      const counts = await race(2, () => auditEvents.sweep(at(3), 2));
      assert.equal(
        counts.reduce((sum, count) => sum + count),
        1,
      );
      assert.deepEqual(await left(), [firstIdAt(at(3))]);
    },
  },
];

/** Three events: one by a user about that user, one by a system actor without an owner, and one more. */
async function appendEvents({ storage }: World): Promise<[AuditEvent, AuditEvent, AuditEvent]> {
  const userId = newUserId();
  const byUser = refused(
    {
      ...draft('a', { type: 'user', id: userId, ownerId: userId }),
      actor: { type: 'user', id: userId, credential: 'session' },
      details: { nested: [{ limit: null, used: 1 }], text: 'ä "quoted"' },
    },
    'no-rule-allows',
  );
  const second = refused(
    { ...draft('b', { type: 'quota', id: 'a meter', ownerId: null }), requestId: null },
    'x',
  );
  const third = refused(draft('c'), 'x');
  for (const refusal of [byUser, second, third]) await storage.auditEvents.append(refusal);
  return [byUser.event, second.event, third.event];
}
