import { defineOperation, type AnyBailiwick } from '../../operation.js';
import { closedObject } from '../../schema/closed-object.js';
import { passwordToCheck } from '../../schema/fields.js';

/** Defines `POST /sessions/current/confirmation`, which confirms a session for sensitive operations. */
export function confirmCurrentSession({ sessions }: AnyBailiwick) {
  return defineOperation({
    operationId: 'confirmCurrentSession',
    method: 'POST',
    path: '/sessions/current/confirmation',
    summary: 'Confirm with your password',
    description:
      'Confirms your session with your password. Sensitive operations answer 403 with the code "confirmation-required" unless you have entered your password within the last ten minutes. Logging in counts as confirmation, and so does a request that contains the password itself. An access key cannot confirm.',
    auth: 'required',
    alone: true,
    schemes: ['bearer'],
    body: closedObject({ password: passwordToCheck }),
    responses: { 204: { description: 'The session is confirmed for ten minutes.', schema: null } },
    // Not found if the request has a password instead of a session.
    refusals: ['confirmation-failed', 'forbidden', 'not-found'],
    async handle({ actor, body, client }) {
      await sessions.confirm(actor, body, client);
      return { status: 204 };
    },
  });
}
