import assert from 'node:assert/strict';
import type { CaseDefinition } from './case-definition.js';
import { draft, newResource, race, type NewResource } from './world.js';

/** The number of resources that are added between the two measurements. */
const GROWTH = 96;

/** Checks that a create reads no more rows when its owner has many resources. */
export const costCases: readonly CaseDefinition[] = [
  {
    guarantee: 'Q9',
    title:
      'resources.create: whether accepted, repeated or refused, it reads no more rows when an owner has many',
    async run(world) {
      const { id } = await world.addUser({ limits: { resources: 1000, none: 0 } });
      await world.addResource(id, { key: 'earlier' });
      const creates: Record<string, Partial<NewResource>> = {
        created: {},
        repeated: { key: 'earlier' },
        'quota-exceeded': { demand: { none: 1 } },
      };
      const measure = async () => {
        const figures: Record<string, number> = {};
        for (const [type, given] of Object.entries(creates)) {
          figures[type] = await world.rowsRead(async (stores) => {
            const command = newResource(id, given);
            assert.equal((await stores.resources.create(command, draft('resource:create'))).type, type);
          });
        }
        return figures;
      };
      const few = await measure();
      await race(GROWTH, () => world.addResource(id));
      const many = await measure();
      for (const type of Object.keys(creates)) {
        const [before = 0, after = 0] = [few[type], many[type]];
        assert.ok(before > 0, `${type}: the storage says that it read nothing at all`);
        // The bookkeeping of the storage may vary a little; a read for each resource would exceed this by far.
        assert.ok(after - before < GROWTH / 4, `${type}: ${before} rows read, ${after} with ${GROWTH} more`);
      }
    },
  },
];
