import type { AuditDraft, CreateResource, QuotaShortfall } from '@bailiwick/core';
import type { StoredJson } from '../stored-values.js';

export interface Create {
  readonly command: CreateResource;
  readonly audit: AuditDraft;
}

/** What came of a create at once. */
export interface Decision {
  /** Of the resource. */
  readonly id: string;
  /** Those that it would exceed; `null`: it is created. */
  readonly quotas: StoredJson | null;
}

/** jsonb sorts the members of an object; people read them in an answer. */
export function readQuotas(quotas: readonly QuotaShortfall[]): QuotaShortfall[] {
  return quotas.map(({ meter, limit, used, requested }) => ({ meter, limit, used, requested }));
}
