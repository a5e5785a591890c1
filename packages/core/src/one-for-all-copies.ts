/**
 * Returns what all copies of this package in a process share, whatever their release: the first copy that asks makes it.
 * There are several if a host and an adapter depend on different releases. What is shared under a name keeps its shape
 * for ever; a release that needs another shape takes another name.
 */
export function oneForAllCopies<T>(name: string, make: () => T): T {
  const shared = globalThis as { [key: symbol]: unknown };
  return (shared[Symbol.for(`@bailiwick/core/${name}`)] ??= make()) as T;
}
