import type { CreateResource, Demand, ResourceStore } from '@bailiwick/core';
import type { Run } from '../../dist/memory/memory-state.js';
import { memoryStores } from '../../dist/memory/memory-storage.js';
import {
  meterState,
  quotaRow,
  setQuotaRow,
  shiftUsage,
  type MemoryState,
} from '../../dist/memory/memory-state.js';
import { mutateState, mutateStore, type Mutant } from './mutant.js';

const mutateResources = (mutate: (genuine: ResourceStore, run: Run) => Partial<ResourceStore>) =>
  mutateStore('resources', mutate);

export const quotaMutants: readonly Mutant[] = [
  {
    guarantee: 'Q1',
    title: 'a create reads the usage, and inserts without checking it again',
    makeSubject: mutateResources((genuine, run) => {
      const blind = memoryStores(withoutLimits(run), new Uint8Array()).resources;
      return {
        async create(command, audit) {
          const isFull = await run((state) => figures(state, command).some((figure) => !fits(figure)));
          return (isFull ? genuine : blind).create(command, audit);
        },
      };
    }),
  },
  {
    guarantee: 'Q1',
    title: 'a default limit is ignored for a meter that its owner has not used yet',
    makeSubject: mutateResources((genuine, run) => {
      const blind = memoryStores(withoutLimits(run), new Uint8Array()).resources;
      return {
        async create(command, audit) {
          const { ownerId } = command.resource;
          const isNew = await run((state) => !state.quotas.has(ownerId));
          return (isNew ? blind : genuine).create(command, audit);
        },
      };
    }),
  },
  {
    guarantee: 'Q2',
    title: 'the quota is checked before the idempotency key',
    makeSubject: mutateResources((genuine, run) => ({
      async create(command, audit) {
        const found = await run((state) => figures(state, command));
        if (found.every(fits)) return genuine.create(command, audit);
        return genuine.create({ ...command, idempotency: null }, audit);
      },
    })),
  },
  {
    guarantee: 'Q2',
    title: 'a create that meets another one of the same owner fails',
    makeSubject: mutateResources((genuine, run) => {
      const busy = new Set<string>();
      return {
        async create(command, audit) {
          const { ownerId } = command.resource;
          if (busy.has(ownerId)) {
            return { type: 'quota-exceeded', quotas: await run((state) => figures(state, command)) };
          }
          busy.add(ownerId);
          return genuine.create(command, audit).finally(() => busy.delete(ownerId));
        },
      };
    }),
  },
  {
    guarantee: 'Q3',
    title: 'a create claims before it inserts, and an id that is taken keeps the claim',
    makeSubject: mutateResources((genuine, run) => ({
      async create(command, audit) {
        const outcome = await genuine.create(command, audit);
        if (outcome.type === 'id-taken') await run((state) => shift(state, command, 1));
        return outcome;
      },
    })),
  },
  {
    guarantee: 'Q3',
    title: 'a delete reads the resource first, and releases its claim even if it deleted nothing',
    makeSubject: mutateResources((genuine, run) => ({
      async delete(id, ownerId, audit) {
        const row = await run((state) => state.resources.get(id));
        const outcome = await genuine.delete(id, ownerId, audit);
        if (outcome.type === 'absent' && row?.resource.ownerId === ownerId) {
          await run((state) => shiftUsage(state, ownerId, row.demand, -1));
        }
        return outcome;
      },
    })),
  },
  {
    guarantee: 'Q3',
    title: 'a delete releases what its kind demands today',
    makeSubject: mutateResources((genuine, run) => ({
      async delete(id, ownerId, audit) {
        await run((state) => {
          const row = state.resources.get(id);
          const rows = [...state.resources.values()];
          const newest = rows.findLast(({ resource }) => resource.kind === row?.resource.kind);
          if (row !== undefined && newest !== undefined) {
            state.resources.set(id, { ...row, demand: newest.demand });
          }
        });
        return genuine.delete(id, ownerId, audit);
      },
    })),
  },
  {
    guarantee: 'Q3',
    title: 'the steps of a deletion release nothing before the last one',
    makeSubject: mutateStore('users', (_genuine, run) => ({
      continueDeletion: (id, step, audit) =>
        run((state) => new Map(state.quotas)).then(async (quotas) => {
          const outcome = await memoryStores(run, new Uint8Array()).users.continueDeletion(id, step, audit);
          const before = quotas.get(id);
          if (outcome.type === 'continued' && before !== undefined)
            await run((state) => state.quotas.set(id, before));
          return outcome;
        }),
    })),
  },
  {
    guarantee: 'Q3',
    title: 'a delete releases nothing',
    makeSubject: mutateResources((genuine, run) => ({
      async delete(id, ownerId, audit) {
        const row = await run((state) => state.resources.get(id));
        const outcome = await genuine.delete(id, ownerId, audit);
        if (outcome.type === 'deleted')
          await run((state) => shiftUsage(state, ownerId, row?.demand ?? {}, 1));
        return outcome;
      },
    })),
  },
  {
    guarantee: 'Q4',
    title: 'only the first meter of a demand is claimed',
    makeSubject: mutateResources((genuine, run) => ({
      async create(command, audit) {
        const outcome = await genuine.create(command, audit);
        const rest = Object.fromEntries(Object.entries(command.demand).slice(1));
        if (outcome.type === 'created') await run((state) => shift(state, { ...command, demand: rest }, -1));
        return outcome;
      },
    })),
  },
  {
    guarantee: 'Q4',
    title: 'meters are claimed one by one, and stay claimed when a later one does not fit',
    makeSubject: mutateResources((genuine, run) => ({
      async create(command, audit) {
        const outcome = await genuine.create(command, audit);
        if (outcome.type !== 'quota-exceeded') return outcome;
        const claimed: Demand = Object.fromEntries(
          outcome.quotas.filter(fits).map(({ meter, requested }) => [meter, requested]),
        );
        await run((state) => shift(state, { ...command, demand: claimed }, 1));
        return outcome;
      },
    })),
  },
  {
    guarantee: 'Q5',
    title: 'a demand that fills the limit exactly is refused',
    makeSubject: mutateResources((genuine, run) => ({
      create: (command, audit) =>
        refuseWhen(({ limit, used, requested }) => limit !== null && used + requested >= limit)(genuine, run)(
          command,
          audit,
        ),
    })),
  },
  {
    guarantee: 'Q5',
    title: 'an unlimited quota is read as a limit of 0',
    makeSubject: mutateResources((genuine, run) => ({
      create: (command, audit) =>
        refuseWhen(({ limit, used, requested }) => used + requested > (limit ?? 0))(genuine, run)(
          command,
          audit,
        ),
    })),
  },
  {
    guarantee: 'Q5',
    title: 'limits are stored in 32 bits',
    makeSubject: mutateStore('users', (genuine) => ({
      add: (user, audit) => {
        const limits = Object.entries(user.limits).map(([meter, limit]) => [
          meter,
          limit === null ? null : Math.min(limit, 2 ** 31 - 1),
        ]);
        return genuine.add({ ...user, limits: Object.fromEntries(limits) }, audit);
      },
    })),
  },
  {
    guarantee: 'Q6',
    title: 'a limit below the usage is refused',
    makeSubject: mutateStore('quotas', (genuine, run) => ({
      async setLimit(change, audit) {
        const { ownerId, meter, limit } = change;
        const { used } = await run((state) => quotaRow(state, ownerId, meter));
        return limit !== null && limit < used ? { type: 'absent' } : genuine.setLimit(change, audit);
      },
    })),
  },
  {
    guarantee: 'Q6',
    title: 'a limit below the usage deletes the resources that do not fit',
    makeSubject: mutateStore('quotas', (genuine, run) => ({
      async setLimit(change, audit) {
        const { ownerId, meter, limit } = change;
        await run((state) => {
          for (const { resource, demand } of [...state.resources.values()].reverse()) {
            if (limit === null || quotaRow(state, ownerId, meter).used <= limit) break;
            if (resource.ownerId !== ownerId) continue;
            state.resources.delete(resource.id);
            shiftUsage(state, ownerId, demand, -1);
          }
        });
        return genuine.setLimit(change, audit);
      },
    })),
  },
  {
    guarantee: 'Q6',
    title: 'a cleared limit stays in force',
    makeSubject: mutateStore('quotas', (genuine, run) => ({
      async clearLimit(key, audit) {
        const { ownerLimit } = await run((state) => ({
          ownerLimit: quotaRow(state, key.ownerId, key.meter).ownLimit,
        }));
        if (ownerLimit === undefined) return genuine.clearLimit(key, audit);
        return genuine.setLimit({ ...key, limit: ownerLimit }, audit);
      },
    })),
  },
  {
    guarantee: 'Q6',
    title: 'a default limit is cached when it is first read',
    makeSubject: mutateState(['resources'], (run) => {
      let remembered: MemoryState['defaultLimits'] | null = null;
      return (operation) =>
        run((state) => {
          remembered ??= new Map(state.defaultLimits);
          return operation({ ...state, defaultLimits: remembered });
        });
    }),
  },
  {
    guarantee: 'Q7',
    title: 'the actor is charged instead of the owner',
    makeSubject: mutateResources((genuine, run) => ({
      async create(command, audit) {
        const outcome = await genuine.create(command, audit);
        const { actor } = audit;
        if (outcome.type === 'created' && actor.type === 'user') {
          await run((state) => {
            shift(state, command, -1);
            shiftUsage(state, actor.id, command.demand, 1);
          });
        }
        return outcome;
      },
    })),
  },
  {
    guarantee: 'Q8',
    title: 'a refusal names only the meters that do not fit',
    makeSubject: mutateResources((genuine) => ({
      async create(command, audit) {
        const outcome = await genuine.create(command, audit);
        if (outcome.type !== 'quota-exceeded') return outcome;
        return { ...outcome, quotas: outcome.quotas.filter((figure) => !fits(figure)) };
      },
    })),
  },
  {
    guarantee: 'Q6',
    title: 'a user is near a limit from the next percentage on',
    makeSubject: mutateStore('users', (genuine) => ({
      list: ({ nearPercent, ...query }) =>
        genuine.list({ ...query, nearPercent: nearPercent === null ? null : nearPercent + 1 }),
    })),
  },
  {
    guarantee: 'Q6',
    title: 'a group is near a limit from the next percentage on',
    makeSubject: mutateStore('groups', (genuine) => ({
      list: ({ nearPercent, ...query }) =>
        genuine.list({ ...query, nearPercent: nearPercent === null ? null : nearPercent + 1 }),
    })),
  },
  {
    guarantee: 'Q6',
    title: 'users near a default limit are not listed',
    makeSubject: mutateStore('users', (_genuine, run) => {
      const { users } = memoryStores(withoutDefaults(run), new Uint8Array());
      return { list: (query) => users.list(query) };
    }),
  },
  {
    guarantee: 'Q6',
    title: 'the quotas of a page of users know nothing of default limits',
    makeSubject: mutateStore('quotas', (_genuine, run) => {
      const { quotas } = memoryStores(withoutDefaults(run), new Uint8Array());
      return { listMany: (ids) => quotas.listMany(ids) };
    }),
  },
  {
    guarantee: 'Q9',
    title: 'a create counts the resources of its owner',
    makeSubject: mutateResources((genuine, run) => ({
      async create(command, audit) {
        await run((state) => [...state.resources.values()].length);
        return genuine.create(command, audit);
      },
    })),
  },
];

type Figure = ReturnType<typeof figures>[number];

function figures(state: MemoryState, { resource, demand }: CreateResource) {
  return Object.entries(demand).map(([meter, requested = 0]) => ({
    meter,
    ...meterState(state, resource.ownerId, meter),
    requested,
  }));
}

function fits({ limit, used, requested }: Pick<Figure, 'limit' | 'used' | 'requested'>): boolean {
  return limit === null || used + requested <= limit;
}

function shift(state: MemoryState, { resource, demand }: CreateResource, sign: 1 | -1): void {
  shiftUsage(state, resource.ownerId, demand, sign);
}

/** Makes a create with another rule than `used + demand <= limit`. */
function refuseWhen(rule: (figure: Figure) => boolean) {
  return (genuine: ResourceStore, run: Run): ResourceStore['create'] =>
    async (command, audit) => {
      const quotas = await run((state) => figures(state, command));
      return quotas.some(rule) ? { type: 'quota-exceeded', quotas } : genuine.create(command, audit);
    };
}

function withoutDefaults(run: Run): Run {
  return (operation) => run((state) => operation({ ...state, defaultLimits: new Map() }));
}

/** Hides all limits from the operation. */
function withoutLimits(run: Run): Run {
  return (operation) =>
    run((state) => {
      const limits = [...state.quotas].flatMap(([ownerId, rows]) =>
        [...rows].map(([meter, { ownLimit }]) => ({ ownerId, meter, ownLimit })),
      );
      const set = (ownerId: string, meter: string, ownLimit: (typeof limits)[number]['ownLimit']) =>
        setQuotaRow(state, ownerId, meter, { ...quotaRow(state, ownerId, meter), ownLimit });
      for (const { ownerId, meter } of limits) set(ownerId, meter, null);
      const result = operation({ ...state, defaultLimits: new Map() });
      for (const { ownerId, meter, ownLimit } of limits) set(ownerId, meter, ownLimit);
      return result;
    });
}
