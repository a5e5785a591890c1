import { defineOperation, type AnyBailiwick } from '../../operation.js';
import { AUDIT_EVENT_SCHEMA, presentAuditEvent } from '../../present/audit-event.js';
import { pageAnswer, pageSchema } from '../../present/page.js';
import { closedObject } from '../../request/closed-object.js';
import { filterText, page } from '../../request/members.js';

export function listAuditEvents({ auditEvents }: AnyBailiwick) {
  return defineOperation({
    operationId: 'listAuditEvents',
    method: 'GET',
    path: '/audit-events',
    summary: 'List what was done and what was refused, newest first.',
    auth: 'required',
    query: closedObject({
      actor: filterText('The id of a user, or the name of a system actor.').optional(),
      target: filterText('The id of a user, resource or session, or a meter.').optional(),
      action: filterText('E.g. `resource:create`.').optional(),
      ...page,
    }),
    responses: { 200: { description: 'A page of audit events.', schema: pageSchema(AUDIT_EVENT_SCHEMA) } },
    refusals: ['forbidden'],
    async handle({ actor, query }) {
      return pageAnswer(await auditEvents.list(actor, query), presentAuditEvent);
    },
  });
}
