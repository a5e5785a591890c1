import type { Storage } from '@bailiwick/core';
import { knexStorage } from '@bailiwick/storage-knex';
import { recordStatements } from '@bailiwick/test-databases';
import type { Knex } from 'knex';
import type { HotQuery } from './hot-queries.js';

/** How the database finds the answer. */
export interface Plan {
  /** One line for each step that reads a table, sorts, or joins in an uncommon way. */
  readonly steps: readonly string[];
  /** Steps that read a whole table in no order, or sort much. */
  readonly slow: readonly string[];
  /** PostgreSQL: rows that were looked at, and pages of 8 KiB. */
  readonly cost: { readonly rows: number; readonly pages: number } | null;
}

/** The statements that answering takes, each with its plan. */
export async function plansOf(knex: Knex, query: HotQuery): Promise<Plan[]> {
  const storage: Storage<Knex.Transaction> = knexStorage(knex);
  // The first use of a storage also looks at the schema.
  await storage.ping();
  const { statements, stop } = recordStatements(knex);
  await query.ask(storage, knex);
  stop();
  const plans = [];
  for (const { sql, bindings } of statements) plans.push(await explain(knex, sql, bindings, query));
  return plans;
}

function explain(
  knex: Knex,
  sql: string,
  bindings: readonly Knex.RawBinding[],
  { mergedMax }: HotQuery,
): Promise<Plan> {
  return knex.client.driverName === 'pg'
    ? explainPostgres(knex, sql, bindings, mergedMax)
    : explainSqlite(knex, sql, bindings, mergedMax);
}

interface Node {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly 'Rows Removed by Join Filter'?: number;
  readonly 'Shared Hit Blocks': number;
  readonly 'Shared Read Blocks': number;
  readonly Plans?: readonly Node[];
}

/** Sorting a page or less, such as the one user of an address, is not slow. */
const SORTED_MAX = 21;

/** One holds as many rows as the host declares meters, the other hardly ever any; both are read whole. */
const SMALL_TABLES = new Set(['bailiwick_default_limits', 'bailiwick_group_deletions']);

async function explainPostgres(
  knex: Knex,
  sql: string,
  bindings: readonly Knex.RawBinding[],
  mergedMax: number | undefined,
): Promise<Plan> {
  const root: Node = await knex.transaction(async (trx) => {
    // For a disk without a head; the default of 4 makes reading on in a wrong order look cheap.
    await trx.raw('SET LOCAL random_page_cost = 1.1');
    const text = `EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) ${sql.replaceAll(/\$\d+/g, '?')}`;
    const { rows } = await trx.raw(text, bindings);
    return rows[0]['QUERY PLAN'][0].Plan;
  });
  const nodes = flatten(root);
  const describe = (node: Node) =>
    [node['Node Type'], node['Index Name'] ?? node['Relation Name']]
      .filter((part) => part !== undefined)
      .join(' on ');
  const isSlow = (node: Node) => {
    const rowsSorted = /Sort/.test(node['Node Type']) ? (node.Plans?.[0]?.['Actual Rows'] ?? 0) : 0;
    const isSmall = SMALL_TABLES.has(node['Relation Name'] ?? '');
    const readsAll = node['Node Type'] === 'Seq Scan' && !isSmall;
    return readsAll || rowsSorted > (mergedMax ?? SORTED_MAX);
  };
  const isScan = (node: Node) => node['Relation Name'] !== undefined || node['Index Name'] !== undefined;
  const rowsOf = (node: Node) =>
    (isScan(node) ? node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0) : 0) +
    (node['Rows Removed by Join Filter'] ?? 0);
  const rowsRead = nodes.reduce((sum, node) => sum + rowsOf(node) * node['Actual Loops'], 0);
  return {
    steps: nodes.filter((node) => isScan(node) || isSlow(node)).map(describe),
    slow: nodes.filter(isSlow).map(describe),
    cost: { rows: Math.round(rowsRead), pages: root['Shared Hit Blocks'] + root['Shared Read Blocks'] },
  };
}

function flatten(node: Node): Node[] {
  return [node, ...(node.Plans ?? []).flatMap(flatten)];
}

async function explainSqlite(
  knex: Knex,
  sql: string,
  bindings: readonly Knex.RawBinding[],
  mergedMax: number | undefined,
): Promise<Plan> {
  const rows: { detail: string }[] = await knex.raw(`EXPLAIN QUERY PLAN ${sql}`, bindings);
  const steps = rows.map(({ detail }) => detail).filter((detail) => !/SUBQUERY/.test(detail));
  // "d" is one of the small tables, "m", "b" and "p" are what a recursion has found so far, "w" and the names of member-walks.ts what is walked, what is asked for comes as JSON, and a co-routine returns what it has found.
  const readsAll = (step: string) =>
    /^SCAN (?!(?:d(?: LEFT-JOIN)?|bailiwick_group_deletions|CONSTANT ROW|[mbpw]|page|below|starts|nearest)$|(?:[np]|json_each) VIRTUAL TABLE)/.test(
      step,
    ) &&
    !step.includes(' USING ') &&
    !steps.includes(step.replace(/^SCAN/, 'CO-ROUTINE'));
  // What is merged is sorted, and SQLite does not say how many rows these are.
  const isSlow = (step: string) => (mergedMax === undefined && /TEMP B-TREE/.test(step)) || readsAll(step);
  return { steps, slow: steps.filter(isSlow), cost: null };
}
