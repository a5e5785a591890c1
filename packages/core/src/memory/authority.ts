import type { AuditDraft } from '../audit/audit-event.js';
import { AUTHORITY_CHANGED, type AuthorityChanged } from '../commands/authority.js';
import type { UserId } from '../ids.js';
import type { MemoryState } from './memory-state.js';
import type { Run } from './memory-state.js';

/** Runs a writing operation, unless the authority that it rests on has changed. */
export function runCommand<T>(
  run: Run,
  { authority }: AuditDraft,
  operation: (state: MemoryState) => T,
): Promise<T | AuthorityChanged> {
  return run((state) => {
    const stands =
      authority === null || state.users.get(authority.userId)?.authorityVersion === authority.version;
    return stands ? operation(state) : AUTHORITY_CHANGED;
  });
}

/** Marks that the user has lost some authority. */
export function raiseAuthorityVersion(state: MemoryState, id: UserId): void {
  const row = state.users.get(id);
  if (row !== undefined) state.users.set(id, { ...row, authorityVersion: row.authorityVersion + 1 });
}
