import type { Platform } from '../platform.js';

/** Returns what is stored, and what `make` returns for the other declared meters, by meter. */
export function withDeclared<T extends { readonly meter: string }, Meter extends string>(
  { meters }: Platform,
  stored: readonly T[],
  make: (meter: string) => T,
): readonly (T & { readonly meter: Meter })[] {
  const known = new Set(stored.map(({ meter }) => meter));
  const rest = meters.filter((meter) => !known.has(meter)).map(make);
  const all = [...stored, ...rest].toSorted((a, b) => (a.meter < b.meter ? -1 : 1));
  return all as (T & { readonly meter: Meter })[];
}
