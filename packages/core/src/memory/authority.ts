import type { AuditDraft } from '../audit/audit-event.js';
import { AUTHORITY_CHANGED, type Authority, type AuthorityChanged } from '../commands/authority.js';
import type { UserId } from '../ids.js';
import { memberRolesOf } from './member-roles.js';
import { pathOf, type MemoryState, type Run } from './memory-state.js';

/** Runs a writing operation, unless the authority that it rests on has changed. */
export function runCommand<T>(
  run: Run,
  { authority }: AuditDraft,
  operation: (state: MemoryState) => T,
): Promise<T | AuthorityChanged> {
  return run((state) => {
    return authority === null || stands(state, authority) ? operation(state) : AUTHORITY_CHANGED;
  });
}

function stands(state: MemoryState, { userId, version, paths = [] }: Authority): boolean {
  if (state.users.get(userId)?.authorityVersion !== version) return false;
  return paths.every(
    ({ path: [id, ...above], roles }) =>
      state.groups.has(id) &&
      isSame(pathOf(state, id), [id, ...above]) &&
      (roles === null || isSame(memberRolesOf(state, userId, id), roles)),
  );
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((id, index) => id === other[index]);
}

/** Marks that the user has lost some authority. */
export function raiseAuthorityVersion(state: MemoryState, id: UserId): void {
  const row = state.users.get(id);
  if (row !== undefined) state.users.set(id, { ...row, authorityVersion: row.authorityVersion + 1 });
}
