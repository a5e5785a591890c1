// What is the first page of an owner's resources, the list that is asked for most?
import type { Resource } from '@bailiwick/core';
import { readResource } from './resource-row.js';
import type { StoredTime } from './stored-values.js';

/** The newest resources of one owner. */
export interface FirstPage {
  readonly ownerId: string;
  readonly count: number;
}

/** A resource without what the caller knows: the owner, and that most resources have never changed. */
export interface FirstPageRow {
  readonly id: string;
  readonly kind: string;
  readonly name: string;
  readonly createdAt: StoredTime;
  /** `null`: never. */
  readonly updatedAt: StoredTime | null;
}

/** Names every property: spreading the row takes longer than all other work here. */
export function readFirstPageRow(
  { id, kind, name, createdAt, updatedAt }: FirstPageRow,
  ownerId: string,
): Resource {
  return readResource({ id, ownerId, kind, name, createdAt, updatedAt: updatedAt ?? createdAt });
}
