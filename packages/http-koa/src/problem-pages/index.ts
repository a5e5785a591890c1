import { PROBLEMS, typeOf, type ProblemCode } from '../problem.js';
import { PAGE_HEADERS, problemIndexPage, problemPage } from './problem-page.js';

export interface ProblemPage {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * Returns the pages that the `type`s of problems point to, and their index, by path, for every framework.
 * `createRouter` serves them already.
 *
 * @example
 * for (const [path, { headers, body }] of problemPages({ typePrefix: '/v1' })) {
 *   fastify.get(path, (_request, reply) => reply.headers(headers).send(body));
 * }
 */
export function problemPages({
  typePrefix,
}: {
  readonly typePrefix: string;
}): ReadonlyMap<string, ProblemPage> {
  const pages = new Map([[`${typePrefix}/problems`, pageOf(problemIndexPage(typePrefix))]]);
  for (const code of Object.keys(PROBLEMS) as ProblemCode[]) {
    pages.set(typeOf(code, typePrefix), pageOf(problemPage(code, null, typePrefix)));
  }
  return pages;
}

function pageOf(body: string): ProblemPage {
  const headers = { 'Content-Type': 'text/html; charset=utf-8', 'X-Content-Type-Options': 'nosniff' };
  return { headers: { ...headers, ...PAGE_HEADERS }, body };
}
