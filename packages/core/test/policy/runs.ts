/** Returns the number of random cases: enough in every run of the suite, and very many by `pnpm test:policy`. */
export function runs(usually: number, inFull: number): number {
  return process.env['BAILIWICK_POLICY_FULL'] === undefined ? usually : inFull;
}
