import { defineOperation, type AnyBailiwick } from '../../operation.js';
import { AUDIT_EVENT_SCHEMA, presentAuditEvent } from '../../present/audit-event.js';
import { pageAnswer, pageResponse } from '../../present/page.js';
import { closedObject } from '../../schema/closed-object.js';
import { filterText, page } from '../../schema/fields.js';

export function listAuditEvents({ auditEvents }: AnyBailiwick) {
  return defineOperation({
    operationId: 'listAuditEvents',
    method: 'GET',
    path: '/audit-events',
    summary: 'List audit events',
    description:
      'What was done and what was refused, newest first. For administrators. An event is written in the same transaction as what it tells of; refusals are recorded too, equal ones of one minute as one event with their count. Passwords and tokens are never part of one.',
    auth: 'required',
    query: closedObject({
      actor: filterText('The id of a user, or the name of a system actor.').optional(),
      target: filterText('The id of a user, resource or session, or a meter.').optional(),
      action: filterText(
        'E.g. `resource:create`. Hosts have actions of their own, so that one under which nothing was recorded is no error: it lists nothing.',
      ).optional(),
      ...page,
    }),
    responses: { 200: pageResponse('A page of audit events.', AUDIT_EVENT_SCHEMA) },
    refusals: ['forbidden'],
    async handle({ actor, query }) {
      return pageAnswer(await auditEvents.list(actor, query), presentAuditEvent);
    },
  });
}
