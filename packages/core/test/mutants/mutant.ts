import type { Stores } from '@bailiwick/core';
import type { ContractSubject, GuaranteeId } from '@bailiwick/core/contract';
import type { MemoryState } from '../../dist/memory/memory-state.js';
import type { Run } from '../../dist/memory/memory-state.js';
import { memoryStores, type MemoryTransaction } from '../../dist/memory/memory-storage.js';
import { memorySubject } from '../contract/memory-subject.js';

/** An adapter that breaks one guarantee and keeps the others as far as possible. */
export interface Mutant {
  readonly guarantee: GuaranteeId;
  /** A sentence that says what is wrong with it. */
  readonly title: string;
  readonly makeSubject: () => ContractSubject<MemoryTransaction>;
  /** The contract catches it by the time limit of a case. */
  readonly waitsForEver?: true;
}

type StoreName = Exclude<keyof Stores, 'secretKey'>;

/** Makes memory storage with some methods of one store replaced; `genuine` is the original store. */
export function mutateStore<Name extends StoreName>(
  name: Name,
  mutate: (genuine: Stores[Name], run: Run) => Partial<Stores[Name]>,
): Mutant['makeSubject'] {
  return () =>
    memorySubject((run, secretKey) => {
      const stores = memoryStores(run, secretKey);
      const mutated = Object.assign(memoryStores(run, secretKey)[name], mutate(stores[name], run));
      return { ...stores, [name]: mutated };
    });
}

/** Makes memory storage whose stores work on a changed view of the state. */
export function mutateState<Name extends StoreName>(
  names: readonly Name[],
  view: (run: Run) => Run,
): Mutant['makeSubject'] {
  return () =>
    memorySubject((run, secretKey) => {
      const stores = memoryStores(run, secretKey);
      const mutated = memoryStores(view(run), secretKey);
      return { ...stores, ...Object.fromEntries(names.map((name) => [name, mutated[name]])) };
    });
}

/** Undoes every change of the operation to the rows of these tables. */
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

/** Returns the store with some methods replaced. */
export function overriding<Store extends object>(store: Store, methods: Partial<Store>): Store {
  return new Proxy(store, {
    get(target, name) {
      const member: unknown = Reflect.get(name in methods ? methods : target, name);
      return typeof member === 'function' ? (member.bind(target) as unknown) : member;
    },
  });
}
