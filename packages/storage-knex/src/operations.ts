// What does each database do in a way of its own, to the same effect?
import type {
  AddSessionOutcome,
  AuditDraft,
  CreateResourceOutcome,
  DeleteResourceOutcome,
  NewSession,
  Resource,
} from '@bailiwick/core';
import type { Create, Decision } from './create.js';
import type { Deletion } from './deletion.js';
import type { Executor } from './executor.js';
import type { FirstPage } from './first-page.js';

export interface Operations {
  /** Decides one create, whatever that takes. */
  createResource(executor: Executor, create: Create): Promise<CreateResourceOutcome>;
  /** Whether `createResources` can decide such a create. */
  isBatchable(create: Create): boolean;
  /** The batch that the create can be part of. */
  batchOf(create: Create): string;
  /**
   * Decides creates of one batch in one statement, without waiting for the locks of others. It skips those that need more: the
   * caller runs each of them with `createResource`. No two creates have the same id. If the caller expects that all
   * have one root, it waits for the quotas on their paths.
   */
  createResources(
    executor: Executor,
    creates: readonly Create[],
    haveOneRoot: boolean,
  ): Promise<readonly Decision[]>;
  /** Whether `createResources` is the faster way for a single create too. */
  readonly batchesSingleCreate: boolean;
  deleteResource(executor: Executor, deletion: Deletion): Promise<DeleteResourceOutcome>;
  addSession(executor: Executor, session: NewSession, audit: AuditDraft): Promise<AddSessionOutcome>;
  /** Reads the first pages of several owners in one statement, in the order of `pages`. */
  firstPages(executor: Executor, pages: readonly FirstPage[]): Promise<Resource[][]>;
}
