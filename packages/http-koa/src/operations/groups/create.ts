import { defineOperation, type AnyBailiwick } from '../../operation.js';
import { groupSchema, presentGroup } from '../../present/group.js';
import { closedObject } from '../../schema/closed-object.js';
import { groupName, groupTypeToCreate, parentId, someText } from '../../schema/fields.js';

/** Defines `POST /groups`, which creates a root, or a group that lies in another. */
export function createGroup({ groups, platform }: AnyBailiwick) {
  return defineOperation({
    operationId: 'createGroup',
    method: 'POST',
    path: '/groups',
    summary: 'Create a group',
    description:
      'Creates a group, which owns resources and has quotas as a user does. It lies in the group `parentId`, whose limits then hold for it too; without `parentId` it is a root. The user `memberId`, by default you, becomes its first member and owner; naming another user needs a recent confirmation, and no access key can do it. The service declares the types of groups, in which types each may lie, and what a group and a member take from the quotas above. A path from a group up to its root has at most four groups.',
    auth: 'required',
    body: closedObject({
      name: groupName,
      type: groupTypeToCreate(platform),
      parentId: parentId.optional(),
      memberId: someText(
        'The user who becomes the first member, of role `owner`; by default you.',
      ).optional(),
    }),
    responses: {
      201: {
        description: 'The new group.',
        headers: ['Location', 'ETag'],
        schema: groupSchema(platform),
      },
    },
    refusals: ['not-found', 'forbidden', 'confirmation-required', 'quota-exceeded'],
    async handle({ actor, body }) {
      const group = presentGroup(await groups.create(actor, body));
      return { status: 201, location: `/groups/${group.id}`, body: group };
    },
  });
}
