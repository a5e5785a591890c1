import type { AnyBailiwick, Operation } from '../operation.js';
import { createAccessKey } from './access-keys/create.js';
import { deleteAccessKey } from './access-keys/delete.js';
import { listAccessKeys } from './access-keys/list.js';
import { listAuditEvents } from './audit-events/list.js';
import { createBatch } from './batches/create.js';
import { createDecision } from './decisions/create.js';
import { listDefaultLimits } from './default-limits/list.js';
import { setDefaultLimit } from './default-limits/set.js';
import { changeGroup } from './groups/change.js';
import { createGroup } from './groups/create.js';
import { deleteGroup } from './groups/delete.js';
import { getGroup } from './groups/get.js';
import { listGroups } from './groups/list.js';
import { listMembers } from './groups/members/list.js';
import { removeMember } from './groups/members/remove.js';
import { setMember } from './groups/members/set.js';
import { clearGroupQuota } from './groups/quotas/clear.js';
import { listGroupQuotas } from './groups/quotas/list.js';
import { setGroupQuota } from './groups/quotas/set.js';
import { createGroupResource } from './groups/resources/create.js';
import { deleteGroupResource } from './groups/resources/delete.js';
import { listGroupResources } from './groups/resources/list.js';
import { previewGroupResource } from './groups/resources/preview.js';
import { changeMyEmail } from './me/change-email.js';
import { changeMyPassword } from './me/change-password.js';
import { getMe } from './me/get.js';
import { listMyQuotas } from './me/quotas/list.js';
import { clearUserQuota } from './users/quotas/clear.js';
import { listUserQuotas } from './users/quotas/list.js';
import { setUserQuota } from './users/quotas/set.js';
import { getPolicy } from './policy/get.js';
import { getOverview } from './overview/get.js';
import { repairQuotas } from './quota-repairs/create.js';
import { verifyQuotas } from './quota-verifications/create.js';
import { createResource } from './resources/create.js';
import { deleteResource } from './resources/delete.js';
import { getResource } from './resources/get.js';
import { listResources } from './resources/list.js';
import { previewResource } from './resources/preview.js';
import { renameResource } from './resources/rename.js';
import { transferResource } from './resources/transfer.js';
import { confirmCurrentSession } from './sessions/confirm-current.js';
import { createSession } from './sessions/create.js';
import { deleteAllSessions } from './sessions/delete-all.js';
import { deleteCurrentSession } from './sessions/delete-current.js';
import { deleteSession } from './sessions/delete.js';
import { getCurrentSession } from './sessions/get-current.js';
import { listSessions } from './sessions/list.js';
import { deleteUserAccessKey } from './users/access-keys/delete.js';
import { listUserAccessKeys } from './users/access-keys/list.js';
import { listUserDecisions } from './users/decisions/list.js';
import { listUserGroups } from './users/groups/list.js';
import { createUserResource } from './users/resources/create.js';
import { deleteUserResource } from './users/resources/delete.js';
import { listUserResources } from './users/resources/list.js';
import { previewUserResource } from './users/resources/preview.js';
import { changeUser } from './users/change.js';
import { createUser } from './users/create.js';
import { deleteUserSessions } from './users/sessions/delete-all.js';
import { deleteUserSession } from './users/sessions/delete.js';
import { listUserSessions } from './users/sessions/list.js';
import { deleteUser } from './users/delete.js';
import { getUser } from './users/get.js';
import { listUsers } from './users/list.js';
import { setUserPassword } from './users/set-password.js';

/** The whole API, in the order of its documentation. A fixed path must precede a template that matches it. */
const OPERATIONS: readonly ((bailiwick: AnyBailiwick) => Operation)[] = [
  createSession,
  listSessions,
  deleteAllSessions,
  getCurrentSession,
  deleteCurrentSession,
  confirmCurrentSession,
  deleteSession,
  getMe,
  changeMyPassword,
  changeMyEmail,
  listMyQuotas,
  createAccessKey,
  listAccessKeys,
  deleteAccessKey,
  createResource,
  listResources,
  previewResource,
  getResource,
  renameResource,
  transferResource,
  deleteResource,
  createUser,
  listUsers,
  getUser,
  changeUser,
  deleteUser,
  setUserPassword,
  listUserSessions,
  deleteUserSessions,
  deleteUserSession,
  listUserAccessKeys,
  deleteUserAccessKey,
  listUserDecisions,
  listUserGroups,
  listUserResources,
  createUserResource,
  previewUserResource,
  deleteUserResource,
  listUserQuotas,
  setUserQuota,
  clearUserQuota,
  createGroup,
  listGroups,
  getGroup,
  changeGroup,
  deleteGroup,
  listMembers,
  setMember,
  removeMember,
  listGroupResources,
  createGroupResource,
  previewGroupResource,
  deleteGroupResource,
  listGroupQuotas,
  setGroupQuota,
  clearGroupQuota,
  listDefaultLimits,
  setDefaultLimit,
  verifyQuotas,
  repairQuotas,
  listAuditEvents,
  getPolicy,
  createDecision,
  createBatch,
  getOverview,
];

/**
 * Returns the table from which the routes and the OpenAPI document are made.
 *
 * @throws {TypeError} if an operation in `without` does not exist.
 *
 * @example
 * for (const { operationId, method, path } of operationsOf(bailiwick)) console.log(operationId, method, path);
 */
export function operationsOf(bailiwick: AnyBailiwick, without: readonly string[] = []): readonly Operation[] {
  const operations = OPERATIONS.map((define) => define(bailiwick));
  const stranger = without.find((id) => operations.every(({ operationId }) => operationId !== id));
  if (stranger !== undefined) throw new TypeError(`There is no operation "${stranger}" to leave out.`);
  return operations.filter(({ operationId }) => !without.includes(operationId));
}
