import type { Knex } from 'knex';
import type { Wrap } from '../contract/knex-subject.js';

/** What becomes of a statement: another one, or several, of which the last one is answered; none is answered with no rows. */
export type Rewrite = (statement: string, bindings: readonly unknown[]) => readonly Statement[] | null;

export interface Statement {
  readonly text: string;
  readonly bindings: readonly unknown[];
  /** On a connection of its own instead of in the transaction. */
  readonly isOutside?: true;
}

export interface Rewriting {
  /** `null`: the statement stays as it is. */
  readonly statement: Rewrite;
  readonly transaction?: Knex.TransactionConfig;
}

/** A Knex that sends other statements than it is given. */
export function rewritten({ statement, transaction }: Rewriting): Wrap {
  return (pool, another) => {
    const wrap = <Connection extends Knex>(connection: Connection): Connection =>
      new Proxy(connection, {
        get(target, name) {
          if (name === 'client') return rewrittenClient(target, another, statement);
          if (name === 'transaction') {
            return (work: (trx: Knex.Transaction) => Promise<unknown>, config?: Knex.TransactionConfig) =>
              target.transaction((trx) => work(wrap(trx)), { ...config, ...transaction });
          }
          const member: unknown = Reflect.get(target, name, target);
          return typeof member === 'function' ? member.bind(target) : member;
        },
      });
    return wrap(pool);
  };
}

interface Query {
  readonly sql: string;
  readonly bindings: readonly unknown[];
}

function rewrittenClient({ client }: Knex, another: Knex, statement: Rewrite): unknown {
  return new Proxy(client, {
    get(target, name) {
      if (name === 'query') {
        return async (connection: unknown, { sql, bindings, ...rest }: Query) => {
          let response: unknown = { rows: [] };
          for (const sent of statement(sql, bindings) ?? [{ text: sql, bindings }]) {
            response =
              sent.isOutside === true
                ? await another.raw(sent.text, [...sent.bindings] as Knex.RawBinding[])
                : (await target.query(connection, { ...rest, sql: sent.text, bindings: sent.bindings }))
                    .response;
          }
          return { response };
        };
      }
      const member: unknown = Reflect.get(target, name, target);
      return typeof member === 'function' ? member.bind(target) : member;
    },
  });
}

/** Replaces a part of a statement where it occurs, and leaves the other statements alone. */
export function replacing(part: string | RegExp, by: string): Rewrite {
  return (text, bindings) => {
    const changed = text.replace(part, by);
    return changed === text ? null : [{ text: changed, bindings }];
  };
}

export type Change = readonly [part: RegExp, by: string];

/** Changes the function that creates resources, or another one; a part that is not there is a mutant of nothing. */
export function replacingInFunction(changes: readonly Change[], name = 'bailiwick_create_resource_v1') {
  return async (knex: Knex): Promise<void> => {
    const { rows } = await knex.raw(`SELECT pg_get_functiondef(?::regproc) AS definition`, [name]);
    // As the migration has it, before it names the schema: what a mutant puts in need not know of that.
    let definition: string = rows[0].definition
      .replaceAll('public.bailiwick_', 'bailiwick_')
      .replace(/^ SET search_path TO .*$/m, '');
    for (const [part, by] of changes) {
      if (!part.test(definition)) throw new Error(`${name} does not hold ${String(part)}.`);
      definition = definition.replace(part, by);
    }
    await knex.raw(definition.replaceAll('?', '\\?'));
  };
}
