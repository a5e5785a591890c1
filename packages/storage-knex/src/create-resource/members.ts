import { auditMembers } from '../audit-events.js';
import type { Binding } from '../sql.js';
import type { Create } from './create.js';

/** What a create writes, by column, for a statement that takes several as JSON. */
export function membersOf(
  { command: { resource, demand }, audit }: Create,
  encode: (value: Date) => Binding,
) {
  const { id, ownerId, kind, name, createdAt, updatedAt } = resource;
  return {
    id,
    owner_id: ownerId,
    kind,
    name,
    demand,
    created_at: encode(createdAt),
    updated_at: encode(updatedAt),
    authority_id: audit.authority?.userId ?? null,
    authority_version: audit.authority?.version ?? null,
    ...auditMembers(audit, encode),
  };
}
