import { defineOperation, type AnyBailiwick } from '../../operation.js';
import { closedObject } from '../../schema/closed-object.js';
import { passwordToCheck } from '../../schema/fields.js';

export function confirmCurrentSession({ sessions }: AnyBailiwick) {
  return defineOperation({
    operationId: 'confirmCurrentSession',
    method: 'POST',
    path: '/sessions/current/confirmation',
    summary: 'Confirm with your password',
    description:
      'Sensitive operations answer 403 with the code "confirmation-required" unless the password was given within the last ten minutes. A login counts, and a request with a password carries it. An access key cannot confirm.',
    auth: 'required',
    schemes: ['bearer'],
    body: closedObject({ password: passwordToCheck }),
    responses: { 204: { description: 'Confirmed, for ten minutes.', schema: null } },
    // Not found: the request came with a password instead of a session.
    refusals: ['confirmation-failed', 'forbidden', 'not-found'],
    async handle({ actor, body, client }) {
      await sessions.confirm(actor, body, client);
      return { status: 204 };
    },
  });
}
