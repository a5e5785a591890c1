import { InvalidRequestError } from '@bailiwick/core';
import { defineOperation, type AnyBailiwick } from '../../operation.js';
import { groupSchema, presentGroup } from '../../present/group.js';
import { preconditions, readPreconditions } from '../../request/preconditions.js';
import { closedObject } from '../../schema/closed-object.js';
import { groupName, parentId } from '../../schema/fields.js';

/** Defines `PATCH /groups/{id}`, which renames or moves a group. */
export function changeGroup({ groups, platform }: AnyBailiwick) {
  return defineOperation({
    operationId: 'changeGroup',
    method: 'PATCH',
    path: '/groups/{id}',
    summary: 'Rename or move a group',
    description:
      'Changes the name, or moves the group with all that is below it to another group: `parentId`, or `null` to make it a root. One request does one of the two. A move charges the groups that the group then lies in, and releases its share in those that it leaves; if one of the former has no room, nothing changes. With `If-Match`, it changes only if the group has not changed since you read it; without, the last writer wins.',
    auth: 'required',
    headers: preconditions,
    body: closedObject({ name: groupName.optional(), parentId: parentId.optional() }),
    mediaTypes: ['application/json', 'application/merge-patch+json'],
    responses: {
      200: {
        description: 'The group, with its new `ETag`.',
        headers: ['ETag'],
        schema: groupSchema(platform),
      },
    },
    refusals: ['not-found', 'forbidden', 'quota-exceeded', 'precondition-failed'],
    async handle({ actor, params, headers, body }) {
      const ifUnchangedSince = readPreconditions(headers, presentGroup);
      const { name, parentId: newParentId } = body;
      if (name !== undefined && newParentId !== undefined)
        throw new InvalidRequestError([{ pointer: '/parentId', detail: NOT_BOTH }]);
      if (name !== undefined) {
        return answer(await groups.rename(actor, params.id, { name, ifUnchangedSince }));
      }
      if (newParentId === undefined) throw new InvalidRequestError([{ pointer: '', detail: NEITHER }]);
      return answer(await groups.move(actor, params.id, { parentId: newParentId, ifUnchangedSince }));
    },
  });
}

function answer(group: Parameters<typeof presentGroup>[0]) {
  return { status: 200, body: presentGroup(group) };
}

const NOT_BOTH = 'must be sent without a name: rename and move the group with two requests.';
const NEITHER = 'must have a name or a parentId.';
