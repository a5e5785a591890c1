import { limits, type Actor, type Bailiwick, type Quota } from '@bailiwick/core';
import { tokens } from '@bailiwick/core/tsyringe';
import type { Command } from 'commander';
import { CommandFailure } from './command-failure.js';
import { findUser } from './find-user.js';
import { withContainer } from './with-container.js';

/** Adds a command that sets or clears the limit of a user for one meter. */
export function addSetQuota(program: Command): void {
  program
    .command('set-quota')
    .description("set a user's limit for a meter")
    .argument('<email>', 'the email address of the user')
    .argument('<meter>', 'the meter, for example "resources"')
    .argument('<limit>', 'a number, "unlimited", or "default" for the limit of all users')
    .action((email: string, meter: string, limit: string) =>
      withContainer(async (container) => {
        const bailiwick = container.resolve(tokens.bailiwick);
        const cli = bailiwick.system('cli');
        const wanted = parseLimit(limit);
        const user = await findUser(bailiwick, cli, email);
        const quota = await setQuota(bailiwick, cli, { ownerId: user.id, meter }, wanted);
        process.stdout.write(`${user.email}: ${describe(quota)}\n`);
      }),
    );
}

type WantedLimit = number | 'unlimited' | 'default';

function parseLimit(text: string): WantedLimit {
  if (text === 'unlimited' || text === 'default') return text;
  const limit = Number(text);
  if (/^\d+$/.test(text) && limit <= limits.LIMIT_MAX) return limit;
  throw new CommandFailure(
    `The limit must be a whole number from 0 to ${limits.LIMIT_MAX}, "unlimited" or "default", not "${text}".`,
  );
}

function setQuota(
  bailiwick: Bailiwick,
  actor: Actor,
  quota: { ownerId: string; meter: string },
  wanted: WantedLimit,
): Promise<Quota> {
  if (wanted === 'default') return bailiwick.quotas.clearLimit(actor, quota);
  return bailiwick.quotas.setLimit(actor, { ...quota, limit: wanted === 'unlimited' ? null : wanted });
}

function describe({ meter, limit, used, over, source }: Quota): string {
  const bound = limit === null ? 'unlimited' : `at most ${limit}`;
  const byDefault = source === 'default' ? ' by default' : '';
  return `${bound} ${meter}${byDefault}, ${used} used${over > 0 ? `, ${over} over the limit` : ''}`;
}
