import { limits } from '@bailiwick/core';
import { defineOperation, type AnyBailiwick } from '../../operation.js';
import { presentUser, userSchema } from '../../present/user.js';
import { closedObject } from '../../schema/closed-object.js';
import { oneOf } from '../../schema/fields.js';
import { preconditions, readPreconditions } from '../../request/preconditions.js';

export function deleteUser({ users, platform }: AnyBailiwick) {
  return defineOperation({
    operationId: 'deleteUser',
    method: 'DELETE',
    path: '/users/{id}',
    summary: 'Delete a user',
    description: `\`resources=delete\` deletes their resources too; \`refuse\` is the default: a user who owns resources is not deleted by accident. The user, their sessions, limits and resources go together or not at all. A user with more than ${limits.DELETE_AT_ONCE_ROWS_MAX} resources is deleted in steps: the answer is then 202, and the user is listed with the status \`deleting\` until the last resource is gone. From that answer on the user is gone for everything but reading and this request, which you can repeat: nobody is logged in as them, and nothing is created for them. Until then the email address stays taken, and administrators see the resources that are left. With \`If-Match\` only while the user is as you read it; what they own does not count for that.`,
    auth: 'required',
    schemes: ['bearer', 'basic'],
    headers: preconditions,
    query: closedObject({
      resources: oneOf(
        ['delete', 'refuse'],
        'What becomes of the resources of the user; `refuse` when it is left out.',
      ).optional(),
    }),
    responses: {
      202: {
        description: 'The user is being deleted; `GET /users/{id}` answers 404 when the last of it is gone.',
        schema: userSchema(platform),
      },
      204: { description: 'The user is gone.', schema: null },
    },
    refusals: [
      'not-found',
      'forbidden',
      'confirmation-required',
      'precondition-failed',
      'last-admin',
      'owns-resources',
    ],
    async handle({ actor, params, headers, query }) {
      const ifUnchangedSince = readPreconditions(headers, presentUser);
      const deleting = await users.delete(actor, params.id, { ...query, ifUnchangedSince });
      return deleting === null ? { status: 204 } : { status: 202, body: presentUser(deleting) };
    },
  });
}
