// What the two databases do in ways of their own, to the same effect.
import type {
  AddSessionOutcome,
  AuditDraft,
  CreateResourceOutcome,
  DeleteResourceOutcome,
  NewSession,
  Resource,
} from '@bailiwick/core';
import { addSessionByFunction } from './add-session/by-function.js';
import { addSessionByStatements } from './add-session/by-statements.js';
import { createByFunction, createSeveralByFunction, mayTravel } from './create-resource/by-function.js';
import { createByStatements } from './create-resource/by-statements.js';
import { createByTrigger } from './create-resource/by-trigger.js';
import type { Create, Decision } from './create-resource/create.js';
import { deleteByFunction } from './delete-resource/by-function.js';
import { deleteByStatements } from './delete-resource/by-statements.js';
import type { Deletion } from './delete-resource/deletion.js';
import type { Dialect } from './dialect.js';
import type { Executor } from './executor.js';
import { firstPagesAsJson, firstPagesByRow, type FirstPage } from './first-pages.js';

export interface Operations {
  /** Is it one of those that `createResources` can carry out? */
  createsAtOnce(create: Create): boolean;
  /**
   * Decides, in one statement and without waiting for the locks of others, those of several creates that can be decided
   * so. No two have one id.
   */
  createResources(executor: Executor, creates: readonly Create[]): Promise<readonly Decision[]>;
  /** Decides one, whatever it takes. */
  createResource(executor: Executor, create: Create): Promise<CreateResourceOutcome>;
  deleteResource(executor: Executor, deletion: Deletion): Promise<DeleteResourceOutcome>;
  addSession(executor: Executor, session: NewSession, audit: AuditDraft): Promise<AddSessionOutcome>;
  /** Of several owners, in one statement; they come in the order in which they are asked for. */
  firstPages(executor: Executor, pages: readonly FirstPage[]): Promise<Resource[][]>;
}

const OPERATIONS: Readonly<Record<Dialect['name'], Operations>> = {
  postgres: {
    createsAtOnce: mayTravel,
    createResources: createSeveralByFunction,
    createResource: createByFunction,
    deleteResource: deleteByFunction,
    addSession: addSessionByFunction,
    firstPages: firstPagesByRow,
  },
  sqlite: {
    createsAtOnce: () => true,
    createResources: createByTrigger,
    createResource: createByStatements,
    deleteResource: deleteByStatements,
    addSession: addSessionByStatements,
    firstPages: firstPagesAsJson,
  },
};

export function operationsOf({ dialect }: Executor): Operations {
  return OPERATIONS[dialect.name];
}
