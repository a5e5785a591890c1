import { recordStatements } from '@bailiwick/test-databases';
import type { Knex } from 'knex';

/**
 * SQLite counts no rows for its callers. Its plans say which tables a statement walks through and which
 * indexes it searches by which columns; with the data at hand that gives the rows looked at, at most.
 */
export async function rowsReadByPlan(knex: Knex, work: () => Promise<unknown>): Promise<number> {
  const { statements, stop } = recordStatements(knex);
  try {
    await work();
  } finally {
    stop();
  }
  let rows = 0;
  for (const { sql } of statements) {
    if (!/^\s*(SELECT|INSERT|UPDATE|DELETE|WITH)\b/.test(sql)) continue;
    for (const step of await planOf(knex, sql)) rows += await rowsOfStep(knex, sql, step);
  }
  return rows;
}

async function planOf(knex: Knex, statement: string): Promise<string[]> {
  const bindings = [...statement.matchAll(/\?/g)].map(() => null);
  const steps: { detail: string }[] = await knex.raw(`EXPLAIN QUERY PLAN ${statement}`, bindings);
  return steps.map(({ detail }) => detail);
}

async function rowsOfStep(knex: Knex, statement: string, step: string): Promise<number> {
  const [, verb, name = ''] = /^(SCAN|SEARCH) (\w+)/.exec(step) ?? [];
  const table = tableOf(statement, name);
  if (verb === undefined || table === null) return 0;
  const columns = [...step.matchAll(/(\w+)=\?/g)].map(([, column]) => column);
  // A search without an equality is bounded by nothing that is known here.
  if (verb === 'SCAN' || columns.length === 0) return count(knex, `SELECT count(*) AS n FROM ${table}`);
  const groups = `SELECT count(*) AS n FROM ${table} GROUP BY ${columns.join(', ')}`;
  return count(knex, `SELECT coalesce(max(n), 1) AS n FROM (${groups})`);
}

/** Plans name a table by its alias; what is no table of ours is made by the statement itself. */
function tableOf(statement: string, name: string): string | null {
  if (name.startsWith('bailiwick_')) return name;
  return new RegExp(`\\b(bailiwick_\\w+)\\s+(?:AS\\s+)?${name}\\b`).exec(statement)?.[1] ?? null;
}

async function count(knex: Knex, query: string): Promise<number> {
  const [row] = await knex.raw<{ n: number | bigint }[]>(query);
  return Number(row?.n ?? 0);
}
