import { limits } from '@bailiwick/core';
import { defineOperation, type AnyBailiwick } from '../../operation.js';
import { overviewSchema, presentOverview } from '../../present/overview.js';

/** Defines `GET /overview`, which shows administrators what they should know of first. */
export function getOverview(bailiwick: AnyBailiwick) {
  return defineOperation({
    operationId: 'getOverview',
    method: 'GET',
    path: '/overview',
    summary: 'Read the overview',
    description: `Returns what an administrator should know of first: users over a limit; users who use ${limits.OVERVIEW_NEAR_PERCENT} % of a limit or more and exceed none; what was refused in the last 24 hours; the latest events; and the last verification of the quotas. For administrators. Each list has at most ${limits.OVERVIEW_ITEMS_MAX} items.`,
    auth: 'required',
    responses: { 200: { description: 'The overview.', schema: overviewSchema(bailiwick.platform) } },
    refusals: ['forbidden'],
    async handle({ actor }) {
      return { status: 200, body: presentOverview(await bailiwick.overview(actor)) };
    },
  });
}
