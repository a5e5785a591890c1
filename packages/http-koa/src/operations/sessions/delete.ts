import type { UserActor } from '@bailiwick/core';
import { defineOperation, type AnyBailiwick } from '../../operation.js';

/** Defines `DELETE /sessions/{id}`, with which users end one of their own sessions. */
export function deleteSession({ sessions }: AnyBailiwick) {
  return defineOperation({
    operationId: 'deleteSession',
    method: 'DELETE',
    path: '/sessions/{id}',
    summary: 'End a session',
    description: 'Ends one of your own sessions. Its token stops working with the next request.',
    auth: 'required',
    schemes: ['bearer', 'basic'],
    responses: { 204: { description: 'The session has ended.', headers: ['Set-Cookie'], schema: null } },
    refusals: ['not-found', 'forbidden'],
    async handle({ actor, params }) {
      await sessions.end(actor, params.id);
      return isCurrent(actor, params.id) ? { status: 204, session: 'ended' } : { status: 204 };
    },
  });
}

function isCurrent({ credential }: UserActor, id: string): boolean {
  return credential.type === 'session' && credential.sessionId === id.toLowerCase();
}
