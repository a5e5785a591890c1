// How does PostgreSQL carry out the operations that differ?
import type { Operations } from '../operations.js';
import { addSession } from './add-session.js';
import { createResource } from './create-resource.js';
import { batchOf, createResources, isBatchable } from './create-resources.js';
import { deleteResource } from './delete-resource.js';
import { firstPages } from './first-pages.js';

export const postgresOperations: Operations = {
  createResource,
  isBatchable,
  batchOf,
  createResources,
  batchesSingleCreate: false,
  deleteResource,
  addSession,
  firstPages,
};
