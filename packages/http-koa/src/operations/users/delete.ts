import { limits } from '@bailiwick/core';
import { defineOperation, type AnyBailiwick } from '../../operation.js';
import { presentUser, userSchema } from '../../present/user.js';
import { closedObject } from '../../schema/closed-object.js';
import { oneOf, someText } from '../../schema/fields.js';
import { preconditions, readPreconditions } from '../../request/preconditions.js';

/** Defines `DELETE /users/{id}`, which deletes a user at once, or begins a deletion in steps. */
export function deleteUser({ users, platform }: AnyBailiwick) {
  return defineOperation({
    operationId: 'deleteUser',
    method: 'DELETE',
    path: '/users/{id}',
    summary: 'Delete a user',
    description: `Deletes a user. With \`resources=delete\`, their resources are deleted too; the default is \`refuse\`, so that no user who owns resources is deleted by accident. With \`resources=transfer\`, the owner \`to\` gets them, up to ${limits.TRANSFER_AT_ONCE_ROWS_MAX}: you must be allowed to transfer each, and the receiver must have room for all. The user, their sessions, limits and resources are deleted together or not at all. A user with more than ${limits.DELETE_AT_ONCE_ROWS_MAX} resources is deleted in steps: the answer is then 202, and the user is listed with the status \`deleting\` until the last resource is gone. Meanwhile, the user can only be read, and you can repeat this request; all of their sessions have ended, and nothing can be created for them. Their resources and access keys are hidden from all users, and the email address stays taken. With \`If-Match\`, the user is deleted only if it is the same as when you read it, whatever resources they own.`,
    auth: 'required',
    schemes: ['bearer', 'basic'],
    headers: preconditions,
    query: closedObject({
      resources: oneOf(
        ['delete', 'refuse', 'transfer'],
        'Deletes the resources of the user, refuses if there are any, or gives them to another owner; by default `refuse`.',
      ).optional(),
      to: someText('The user or group that gets the resources, with `resources=transfer`.').optional(),
    }),
    responses: {
      202: {
        description:
          'The user is being deleted; `GET /users/{id}` answers 404 when the deletion is complete.',
        schema: userSchema(platform),
      },
      204: { description: 'The user was deleted.', schema: null },
    },
    refusals: [
      'not-found',
      'forbidden',
      'confirmation-required',
      'precondition-failed',
      'last-admin',
      'last-owner',
      'owns-resources',
      'quota-exceeded',
    ],
    async handle({ actor, params, headers, query }) {
      const ifUnchangedSince = readPreconditions(headers, presentUser);
      const deleting = await users.delete(actor, params.id, { ...query, ifUnchangedSince });
      return deleting === null ? { status: 204 } : { status: 202, body: presentUser(deleting) };
    },
  });
}
