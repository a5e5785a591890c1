import { limits, type Overview, type Platform, type Shortlist } from '@bailiwick/core';
import { objectSchema, TIME_SCHEMA, type JsonSchema } from '../schema/json-schema.js';
import { AUDIT_EVENT_SCHEMA, presentAuditEvent } from './audit-event.js';
import { listedGroupSchema, presentGroupWithQuotas } from './group.js';
import type { NamedOwners } from './owner.js';
import { presentUserWithQuotas, userWithQuotasSchema } from './user.js';

export function overviewSchema(platform: Platform): JsonSchema {
  const shortlist = (title: string, items: JsonSchema) =>
    objectSchema(title, {
      items: { type: 'array', items, maxItems: limits.OVERVIEW_ITEMS_MAX },
      more: { type: 'boolean', description: 'Are there more like these?' },
    });
  const users = shortlist('UserShortlist', userWithQuotasSchema(platform));
  const groups = shortlist('GroupShortlist', listedGroupSchema(platform));
  return objectSchema('Overview', {
    over: users,
    near: users,
    groupsOver: groups,
    groupsNear: groups,
    refusals: objectSchema('OverviewRefusals', {
      since: TIME_SCHEMA,
      items: {
        type: 'array',
        maxItems: limits.OVERVIEW_ITEMS_MAX,
        items: objectSchema('CountedRefusals', {
          reason: { type: 'string' },
          action: { type: 'string' },
          count: { type: 'integer', minimum: 1 },
        }),
        description: 'The most frequent ones first.',
      },
      ofLatest: {
        type: ['integer', 'null'],
        description:
          'If there were more events of refusals than this, only so many of the latest were counted; `null` if all were.',
      },
    }),
    events: {
      type: 'array',
      items: AUDIT_EVENT_SCHEMA,
      maxItems: limits.OVERVIEW_ITEMS_MAX,
      description: 'The latest events, newest first.',
    },
    lastVerification: {
      oneOf: [AUDIT_EVENT_SCHEMA, { type: 'null' }],
      description: 'The event at the end of the last verification of all quotas; `null` if there is none.',
    },
  });
}

/** Returns the overview as answers contain it. */
export function presentOverview(
  { over, near, groupsOver, groupsNear, refusals, events, lastVerification }: Overview,
  owners: NamedOwners,
) {
  return {
    over: presentShortlist(over, presentUserWithQuotas),
    near: presentShortlist(near, presentUserWithQuotas),
    groupsOver: presentShortlist(groupsOver, presentGroupWithQuotas),
    groupsNear: presentShortlist(groupsNear, presentGroupWithQuotas),
    refusals: {
      since: refusals.since,
      items: refusals.items.map(({ reason, action, count }) => ({ reason, action, count })),
      ofLatest: refusals.ofLatest,
    },
    events: events.map((event) => presentAuditEvent(event, owners)),
    lastVerification: lastVerification === null ? null : presentAuditEvent(lastVerification, owners),
  };
}

function presentShortlist<Item>({ items, more }: Shortlist<Item>, present: (item: Item) => object) {
  return { items: items.map((item) => present(item)), more };
}
