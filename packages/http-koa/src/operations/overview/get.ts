import { limits } from '@bailiwick/core';
import { defineOperation, type AnyBailiwick } from '../../operation.js';
import { ownersIn } from '../../present/audit-event.js';
import { namedOwners } from '../../present/owner.js';
import { overviewSchema, presentOverview } from '../../present/overview.js';
import { closedObject } from '../../schema/closed-object.js';
import { includeOwners } from '../../schema/fields.js';

/** Defines `GET /overview`, which shows administrators what they should know of first. */
export function getOverview(bailiwick: AnyBailiwick) {
  return defineOperation({
    operationId: 'getOverview',
    method: 'GET',
    path: '/overview',
    summary: 'Read the overview',
    description: `Returns what an administrator should know of first: users and groups over a limit; those that use ${limits.OVERVIEW_NEAR_PERCENT} % of a limit or more and exceed none; what was refused in the last 24 hours; the latest events; and the last verification of the quotas. For administrators. Each list has at most ${limits.OVERVIEW_ITEMS_MAX} items. With \`include=owners\`, the events name the acting user and the owner of the target.`,
    auth: 'required',
    query: closedObject({ include: includeOwners.optional() }),
    responses: { 200: { description: 'The overview.', schema: overviewSchema(bailiwick.platform) } },
    refusals: ['forbidden'],
    async handle({ actor, query }) {
      const overview = await bailiwick.overview(actor);
      const { events, lastVerification: last } = overview;
      const shown = last === null ? events : [...events, last];
      const owners = await namedOwners(bailiwick, { actor, include: query.include }, shown, ownersIn);
      return { status: 200, body: presentOverview(overview, owners) };
    },
  });
}
