// Which resource does a delete name, and in which version?
import type { AuditDraft, ResourceId, ResourceVersion, OwnerId } from '@bailiwick/core';

export interface Deletion {
  readonly id: ResourceId;
  readonly ownerId: OwnerId;
  /** The version that the caller has read, or `null` for any version. */
  readonly version: ResourceVersion | null;
  readonly audit: AuditDraft;
}
