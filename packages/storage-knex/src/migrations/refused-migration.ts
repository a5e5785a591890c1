// What does it mean when the database refuses to migrate?
import { isBailiwickError } from '@bailiwick/core';
import { wordsOf } from '../redact-error.js';
import { SchemaVersionError, type SchemaProblem } from '../schema-version-error.js';

/** By the code of the driver and the words of the database. SQLite has one code for everything. */
const REFUSALS: readonly (readonly [reason: RegExp, problem: SchemaProblem, advice: string])[] = [
  [
    /^(?:42P07|42710|42723) |\balready\b/,
    'in-the-way',
    'It is in the way of a migration. If the tables of the library are there, restore bailiwick_migrations, which records the migrations, from a backup; otherwise drop what is in the way, or use another table prefix.',
  ],
  [
    /^42501 /,
    'not-permitted',
    'The role lacks a right. Migrate as the owner of the tables; docs/database-rights.md lists the rights that a server needs.',
  ],
  [
    /^2BP01 |FOREIGN KEY constraint failed/,
    'depended-on',
    'Other things in the database depend on the tables of the library: drop those first.',
  ],
  [
    /^(?:42P01|42703|42704|42883) |no such (?:table|column|index|view|trigger)/,
    'not-whole',
    'The schema is not whole. Restore it from a backup; if there is nothing to keep, drop what is left of it.',
  ],
];

/** Returns the error for a caller of `migrate` or `rollback`, who can do something about most refusals. */
export function explainRefusal(error: unknown): unknown {
  const reason = isBailiwickError(error) ? error.cause : error;
  if (!(reason instanceof Error) || !('code' in reason)) return error;
  const words = wordsOf(reason);
  const [, problem, advice] =
    REFUSALS.find(([pattern]) => pattern.test(`${String(reason.code)} ${words}`)) ?? [];
  if (problem === undefined) return error;
  return new SchemaVersionError(problem, `The database cannot be migrated: ${words}. ${advice}`, {
    cause: reason,
  });
}
