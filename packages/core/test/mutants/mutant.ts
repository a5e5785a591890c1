import type { Stores } from '@bailiwick/core';
import type { ContractSubject, GuaranteeId } from '@bailiwick/core/contract';
import type { MemoryState } from '../../dist/memory/memory-state.js';
import type { Run } from '../../dist/memory/memory-state.js';
import { memoryStores, type MemoryTransaction } from '../../dist/memory/memory-storage.js';
import { memorySubject } from '../contract/memory-subject.js';

/** An adapter that breaks one guarantee, and keeps as much of the others as it can. */
export interface Mutant {
  readonly guarantee: GuaranteeId;
  /** What is wrong with it, as a sentence. */
  readonly title: string;
  readonly makeSubject: () => ContractSubject<MemoryTransaction>;
  /** It is found by the time that a case may take. */
  readonly waitsForEver?: true;
}

type StoreName = Exclude<keyof Stores, 'cursorKey'>;

/** Memory storage of which some methods of one store are others; `genuine` is the store as it was. */
export function mutateStore<Name extends StoreName>(
  name: Name,
  mutate: (genuine: Stores[Name], run: Run) => Partial<Stores[Name]>,
): Mutant['makeSubject'] {
  return () =>
    memorySubject((run, cursorKey) => {
      const stores = memoryStores(run, cursorKey);
      const mutated = Object.assign(memoryStores(run, cursorKey)[name], mutate(stores[name], run));
      return { ...stores, [name]: mutated };
    });
}

/** Memory storage whose stores work on another state than the one that there is. */
export function mutateState<Name extends StoreName>(
  names: readonly Name[],
  view: (run: Run) => Run,
): Mutant['makeSubject'] {
  return () =>
    memorySubject((run, cursorKey) => {
      const stores = memoryStores(run, cursorKey);
      const mutated = memoryStores(view(run), cursorKey);
      return { ...stores, ...Object.fromEntries(names.map((name) => [name, mutated[name]])) };
    });
}

/** Whatever the operation changes in these tables is changed back behind it. */
export function keeping(run: Run, ...tables: (keyof MemoryState)[]): Run {
  return (operation) =>
    run((state) => {
      const saved = tables.map((name) => [name, new Map<string, unknown>(state[name])] as const);
      const result = operation(state);
      for (const [name, rows] of saved) {
        const table: Map<string, unknown> = state[name];
        for (const [key, row] of rows) table.set(key, row);
      }
      return result;
    });
}

/** The same store with other methods in some places. */
export function overriding<Store extends object>(store: Store, methods: Partial<Store>): Store {
  return new Proxy(store, {
    get(target, name) {
      const member: unknown = Reflect.get(name in methods ? methods : target, name);
      return typeof member === 'function' ? (member.bind(target) as unknown) : member;
    },
  });
}
