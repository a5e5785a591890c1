import { AUDIT_OUTCOMES } from '@bailiwick/core';
import { defineOperation, type AnyBailiwick } from '../../operation.js';
import { AUDIT_EVENT_SCHEMA, ownersIn, presentAuditEvent } from '../../present/audit-event.js';
import { namedOwners } from '../../present/owner.js';
import { pageAnswer, pageResponse } from '../../present/page.js';
import { closedObject } from '../../schema/closed-object.js';
import { filterText, includeOwners, oneOf, page, time } from '../../schema/fields.js';
import { readTime } from '../../schema/time.js';

const COLUMNS =
  'id at actor.type actor.id actor.name actor.credential action target.type target.id target.ownerId outcome reason requestId count details'.split(
    ' ',
  );

/** Defines `GET /audit-events`, which lists the accepted and refused commands. */
export function listAuditEvents(bailiwick: AnyBailiwick) {
  return defineOperation({
    operationId: 'listAuditEvents',
    method: 'GET',
    path: '/audit-events',
    summary: 'List audit events',
    description:
      'Lists the accepted and refused commands, newest first, as far as you may read them: by default, administrators all of them, and others none. An event is written in the same transaction as the change that it records. Equal refusals within a minute are one event with a count. An event must match all filters. Events never contain passwords or tokens. With `include=owners`, an event names the acting user and the owner of the target.',
    auth: 'required',
    streamed: {
      filename: 'audit-events',
      columns: (included) =>
        included.has('owners') ? [...COLUMNS, 'target.owner.type', 'target.owner.name'] : COLUMNS,
    },
    query: closedObject({
      actor: filterText('The id of a user, or the name of a system actor.').optional(),
      target: filterText(
        'The id of a user, group, resource or session, or a meter. The target of an event about a member is the user.',
      ).optional(),
      owner: filterText(
        'The id of a user or group: events about them, and about their limits, members, sessions, keys and resources, but not about the groups below. An event belongs to the owner before the change: a transfer, even a refused one, to the owner who gives.',
      ).optional(),
      action: filterText(
        'An action such as `resource:create`. Hosts have actions of their own, so an unknown one is no error: the page is empty.',
      ).optional(),
      outcome: oneOf(
        AUDIT_OUTCOMES,
        'Only commands that were accepted, or only those that were refused.',
      ).optional(),
      reason: filterText(
        'The reason for a refusal, such as `quota-exceeded`. It finds refusals only, so `outcome=accepted` beside it is an error.',
      ).optional(),
      since: time('Only events from this time on.').optional(),
      until: time('Only events before this time.').optional(),
      include: includeOwners.optional(),
      ...page,
    }),
    responses: { 200: pageResponse('A page of audit events.', AUDIT_EVENT_SCHEMA) },
    refusals: ['forbidden'],
    async handle({ actor, query }) {
      const { include, ...filter } = query;
      const [since, until] = [timeOf(query.since), timeOf(query.until)];
      const found = await bailiwick.auditEvents.list(actor, { ...filter, since, until });
      const owners = await namedOwners(bailiwick, { actor, include }, found.items, ownersIn);
      return pageAnswer(found, (event) => presentAuditEvent(event, owners));
    },
  });
}

function timeOf(text: string | undefined): Date | undefined {
  return text === undefined ? undefined : (readTime(text) ?? undefined);
}
