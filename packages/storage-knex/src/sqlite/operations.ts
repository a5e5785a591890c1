// How does SQLite carry out the operations that differ?
import type { Operations } from '../operations.js';
import { addSession } from './add-session.js';
import { createResource } from './create-resource.js';
import { createResources } from './create-resources.js';
import { deleteResource } from './delete-resource.js';
import { firstPages } from './first-pages.js';

export const sqliteOperations: Operations = {
  createResource,
  isBatchable: () => true,
  batchOf: () => 'all',
  createResources,
  batchesSingleCreate: true,
  deleteResource,
  addSession,
  firstPages,
};
