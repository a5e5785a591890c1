// In which form do the databases take one create, and return its outcome?
import type {
  AuditDraft,
  CreateResource,
  CreateResourceOutcome,
  Demand,
  QuotaShortfall,
} from '@bailiwick/core';
import { actColumns } from './audit-events.js';
import type { Binding } from './sql.js';
import { readJson, type StoredJson } from './stored-values.js';

export interface Create {
  readonly command: CreateResource;
  readonly audit: AuditDraft;
}

/** The decision on one create of a batch. */
export interface Decision {
  /** The id of the resource. */
  readonly id: string;
  /** The quotas that the create would exceed, or `null` if it was created. */
  readonly quotas: StoredJson | null;
  /** The root of the path, if nothing is decided because a quota on the path is locked. */
  readonly busyRootId?: string | null;
}

export function outcomeOf({ command: { resource } }: Create, { quotas }: Decision): CreateResourceOutcome {
  return quotas === null
    ? { type: 'created', resource }
    : { type: 'quota-exceeded', quotas: readQuotas(readJson(quotas)) };
}

/** Puts the properties into the order in which people read them; jsonb sorts them by name. */
export function readQuotas(quotas: readonly QuotaShortfall[]): QuotaShortfall[] {
  return quotas.map(({ meter, owner, limit, used, requested }) => {
    const figures = { limit, used, requested };
    if (owner === undefined) return { meter, ...figures };
    const { id, type, name } = owner;
    return { meter, owner: { id, type, name }, ...figures };
  });
}

/** The meter and the amount of a demand that names one meter; `null` for any other demand. */
export function singleEntry(demand: Demand): readonly [meter: string, amount: number | undefined] | null {
  const [first, ...others] = Object.entries(demand);
  return first !== undefined && others.length === 0 ? first : null;
}

/** The actor, if it is not the owner, and the path of the owner, with their roles along it, if the decision depends on it. */
export function actorOf({ authority }: AuditDraft) {
  const { path, roles } = authority?.paths?.[0] ?? {};
  return { authority_id: authority?.userId, authority_path: path, authority_roles: roles };
}

/** The values that a create writes, by column, for a statement that takes several creates as JSON. */
export function columnsOf({ command, audit }: Create, encode: (value: Date) => Binding) {
  const { resource, demand } = command;
  const act = actColumns(audit);
  const createdAt = encode(resource.createdAt);
  // They are usually one object: its text is made once.
  const updatedAt = resource.updatedAt === resource.createdAt ? createdAt : encode(resource.updatedAt);
  // One literal: an object with others spread into it takes twice as long to make and to write as JSON.
  return {
    id: resource.id,
    owner_id: resource.ownerId,
    kind: resource.kind,
    name: resource.name,
    demand,
    created_at: createdAt,
    updated_at: updatedAt,
    authority_version: audit.authority?.version ?? null,
    event_id: audit.id,
    at: encode(audit.at),
    actor_type: act.actor_type,
    actor_id: act.actor_id,
    actor_credential: act.actor_credential,
    action: act.action,
    target_type: act.target_type,
    target_id: act.target_id,
    target_owner_id: act.target_owner_id,
    request_id: act.request_id,
    refusal_key: audit.refusalKey,
    rule: audit.rule,
    details: audit.details,
  };
}
