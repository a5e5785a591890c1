import { createHash } from 'node:crypto';
import { problemCodesOf, type Operation } from '../operation.js';
import { problemDocument } from '../openapi/problem-responses.js';
import { PROBLEMS, typeOf, type ProblemCode } from '../problem.js';
import { html, join, type Html } from './html.js';
import { PROBLEM_GUIDE } from './problem-guide.js';

const CODES = (Object.keys(PROBLEMS) as ProblemCode[]).toSorted();

const STYLE = `
:root { color-scheme: light dark; font: 1rem/1.6 system-ui, sans-serif; }
body { max-width: 42rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
h1 { font-size: 1.7rem; line-height: 1.25; margin: 1rem 0 0.25rem; }
h2 { font-size: 1.1rem; margin: 2rem 0 0.25rem; }
code, pre { font: 0.9rem/1.5 ui-monospace, monospace; overflow-wrap: anywhere; }
pre { padding: 1rem; border-radius: 0.5rem; background: #8882; overflow-x: auto; white-space: pre-wrap; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.25rem 1rem; }
dd { margin: 0; }
li { margin: 0.25rem 0; }
`;

/** Allow only the one style of these pages: no script, no frame, no form, and nothing from other origins. */
export const PAGE_HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy': [
    "default-src 'none'",
    `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'Referrer-Policy': 'no-referrer',
};

/** Makes the page that the `type` of a problem points to. It lists the `operations` with the problem, if given. */
export function problemPage(
  code: ProblemCode,
  operations: readonly Operation[] | null,
  prefix: string,
): string {
  const { status, title } = PROBLEMS[code];
  const { when, advice } = PROBLEM_GUIDE[code];
  return page(
    title,
    html`<nav><a href="${prefix}/problems">All problems</a></nav>
      <h1>${title}</h1>
      <dl>
        <dt>Code</dt>
        <dd><code>${code}</code></dd>
        <dt>Status</dt>
        <dd>${status}</dd>
      </dl>
      <h2>When it happens</h2>
      <p>${when}</p>
      <h2>What to do</h2>
      <p>${advice}</p>
      ${operations === null ? '' : answeredBy(code, operations, prefix)}
      <h2>Example</h2>
      <pre>${JSON.stringify(problemDocument(code, prefix), null, 2)}</pre>`,
  );
}

function answeredBy(code: ProblemCode, operations: readonly Operation[], prefix: string): Html {
  return html`<h2>Operations with this problem</h2>
    ${listOf(code, operations, prefix)}`;
}

function listOf(code: ProblemCode, operations: readonly Operation[], prefix: string): Html {
  const those = operations.filter((operation) => problemCodesOf(operation).has(code));
  if (those.length === 0) return html`<p>No operation of this API.</p>`;
  if (those.length === operations.length) return html`<p>All operations of this API.</p>`;
  const items = those.map(({ method, path }) => html`<li><code>${method} ${prefix}${path}</code></li>`);
  return html`<ul>
    ${join(items)}
  </ul>`;
}

/** Makes the index, which links every page. */
export function problemIndexPage(prefix: string): string {
  const items = CODES.map(
    (code) =>
      html`<li>
        <a href="${typeOf(code, prefix)}"><code>${code}</code></a> (${PROBLEMS[code].status}):
        ${PROBLEMS[code].title}.
      </li>`,
  );
  return page(
    'Problems',
    html`<h1>Problems</h1>
      <p>
        This API reports every refusal as a problem document (RFC 9457). Its <code>type</code> points to one
        of these pages, and its <code>code</code> is the value for programs to switch on.
      </p>
      <ul>
        ${join(items)}
      </ul>`,
  );
}

function page(title: string, content: Html): string {
  // The style is a constant and must not be escaped: the headers contain its hash.
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    html`<title>${title}</title>`,
    `<style>${STYLE}</style>`,
    html`<main>${content}</main>`,
    '</html>',
  ]
    .join('\n')
    .concat('\n');
}
