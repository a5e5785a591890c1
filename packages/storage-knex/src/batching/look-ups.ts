// How do look-ups of single entities share a statement?
import { Batcher } from './batcher.js';

/** A look-up by a key that finds at most one entity. `findMany` returns those that exist, by their keys. */
export function batchedLookUp<Found>(
  findMany: (keys: readonly string[]) => Promise<ReadonlyMap<string, Found>>,
  gatherMs: number,
): (key: string) => Promise<Found | null> {
  const batcher = new Batcher<string, Found | null>(
    async (keys) => {
      const found = await findMany([...new Set(keys)]);
      return keys.map((key) => found.get(key) ?? null);
    },
    { gatherMs },
  );
  return (key) => batcher.add(key);
}
