/** How often something random is tried: often enough in every run of the suite, and very often by `pnpm test:policy`. */
export function runs(usually: number, inFull: number): number {
  return process.env['BAILIWICK_POLICY_FULL'] === undefined ? usually : inFull;
}
