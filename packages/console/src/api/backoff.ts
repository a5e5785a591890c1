const FIRST_MS = 1_000;
const LONGEST_MS = 30_000;

/** Doubles from a second to half a minute, unless the server says when to come back. */
export function waitBeforeTry(attempt: number, retryAfter: string | null): number {
  const asked = Number(retryAfter ?? NaN) * 1_000;
  const doubled = Math.min(FIRST_MS * 2 ** attempt, LONGEST_MS);
  return Number.isFinite(asked) ? Math.min(Math.max(asked, FIRST_MS), LONGEST_MS) : doubled;
}
