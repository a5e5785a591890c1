// `pnpm run explain`: fills a PostgreSQL and a SQLite database and prints the plan of each hot query: its indexes, and
// the number of rows and pages. `--write` writes the plans to docs/query-plans.md.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { migrate } from '../../packages/storage-knex/dist/index.js';
import { hotQueries } from '../../packages/storage-knex/dist-test/support/hot-queries.js';
import { fillDatabase } from '../../packages/storage-knex/dist-test/support/large-database.js';
import { plansOf } from '../../packages/storage-knex/dist-test/support/query-plan.js';
import { withDatabases } from '../lib/databases.mjs';

const SIZE = {
  owners: 200,
  resourcesEach: 200,
  resourcesOfOne: 20_000,
  projects: 100,
  sessions: 20_000,
  auditEvents: 50_000,
};

const lines = new Map(hotQueries(SIZE).map(({ title }) => [title, []]));
await withDatabases(async (databases) => {
  for (const knex of Object.values(databases)) {
    await migrate(knex);
    await fillDatabase(knex, SIZE);
    for (const query of hotQueries(SIZE)) {
      const [{ steps, cost }] = await plansOf(knex, query);
      const read = cost === null ? [] : [cost.rows, cost.pages];
      const names = steps.map((step) => step.replaceAll('bailiwick_', ''));
      lines.get(query.title).push(names.join('; '), ...read);
    }
  }
});

const document = `# How the hot queries are answered

Which index answers each query that is asked often, and how many rows does it look at?

\`pnpm run explain\` fills both databases and asks: ${SIZE.owners} users with ${SIZE.resourcesEach} resources each and one with
${SIZE.resourcesOfOne}, ${SIZE.projects} groups in one root with ${SIZE.resourcesEach} each, ${SIZE.sessions} sessions and idempotency records, ${SIZE.auditEvents} audit events; a page is 20 items and one to
know whether there are more. "Rows" are all that PostgreSQL looked at, "pages" its blocks of 8 KiB; its \`random_page_cost\` is 1.1, as for any disk without a head. A
test fails if one of these reads a whole table or sorts more than a page. A page of users over a limit or near one is a merge of
index walks, one for each band of usage ([decision 27](decisions/0027-bands-of-usage.md)).

A page of one owner is queried in the order of the owner and the id, and with \`= ANY\` instead of \`=\`, so that PostgreSQL
can only walk the index that begins with the owner. Otherwise, for an owner with a large share of all rows, it walks the
primary key, and if those rows are old, past the rows of all others; a test has one of six owners, whose rows are the older
half. What a member sees is merged from several walks ([decision 37](decisions/0037-lists-of-members.md)). The same as for one owner holds for a list of all owners by kind, and for the actor, target, action or reason of audit events as the only filter:
with two filters, PostgreSQL chooses the rarer. Refusals have indexes of their own, which accepted events are not in: they cost a
create nothing, and a list of refusals does not walk past the accepted events.

| query | PostgreSQL | rows | pages | SQLite |
|---|---|---|---|---|
${[...lines].map(([title, cells]) => `| ${[title, ...cells].join(' | ')} |`).join('\n')}
`;
console.log(document);
if (process.argv.includes('--write')) {
  writeFileSync(fileURLToPath(new URL('../../docs/query-plans.md', import.meta.url)), document);
}
