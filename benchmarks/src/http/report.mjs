import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';

/** The figures as Markdown; with `isWritten` also into docs/benchmarks, with a picture. */
export function writeReport(results, { rounds, roundSeconds, callers, isWritten }) {
  const report = `# Requests per second over HTTP

Written by \`pnpm bench${isWritten ? ' --write' : ''}\` on ${cpus().length} cores, which the server, its PostgreSQL and the ${callers} callers shared:
${rounds} rounds of ${roundSeconds} s, contestants taking turns, medians. A ratio compares with the hand-written route in the same
run. Statements are what the server sent per request; CPU times are per request, of the server's process and of its
connections to the database. PostgreSQL does not wait for its disk.

![requests per second](http.svg)

${results.map(section).join('\n\n')}
`;
  if (isWritten) {
    const folder = new URL('../../../docs/benchmarks/', import.meta.url);
    mkdirSync(folder, { recursive: true });
    writeFileSync(new URL('http.md', folder), report);
    writeFileSync(new URL('http.svg', folder), picture(results));
  }
  return report;
}

function section({ name, contestants }) {
  const [reference] = contestants;
  const lines = contestants.map((contestant) => {
    const { perSecond, spread, p50Ms, p99Ms, statements, serverCpuUs, databaseCpuUs } = contestant;
    return `| ${[
      contestant.name,
      Math.round(perSecond),
      `± ${Math.round(spread * 100)} %`,
      (perSecond / reference.perSecond).toFixed(2),
      `${p50Ms} / ${p99Ms} ms`,
      statements.toFixed(2),
      `${Math.round(serverCpuUs)} µs`,
      `${Math.round(databaseCpuUs)} µs`,
    ].join(' | ')} |`;
  });
  return [
    `## ${name}`,
    '',
    '| | requests/s | spread | × | p50 / p99 | statements | server CPU | database CPU |',
    '|---|---:|---:|---:|---:|---:|---:|---:|',
    ...lines,
  ].join('\n');
}

const BAR_HEIGHT = 18;
const GROUP_GAP = 34;
const LABEL_WIDTH = 270;
const BARS_WIDTH = 420;

/** Bars for each operation, as long as the ratio to the hand-written route. */
function picture(results) {
  let y = 10;
  const parts = results.flatMap(({ name, contestants }) => {
    const [reference] = contestants;
    const heading = text(10, y + 14, name, 'font-weight="bold"');
    y += 22;
    const bars = contestants.map((contestant) => {
      const ratio = contestant.perSecond / reference.perSecond;
      const width = Math.max(1, Math.round(BARS_WIDTH * Math.min(1.2, ratio)));
      const colour = contestant.name === 'Bailiwick' ? '#2563eb' : '#94a3b8';
      const bar = [
        text(20, y + 13, contestant.name),
        `<rect x="${LABEL_WIDTH}" y="${y}" width="${width}" height="${BAR_HEIGHT - 4}" fill="${colour}"/>`,
        text(
          LABEL_WIDTH + width + 8,
          y + 12,
          `${ratio.toFixed(2)} × (${Math.round(contestant.perSecond)}/s)`,
        ),
      ].join('\n');
      y += BAR_HEIGHT;
      return bar;
    });
    y += GROUP_GAP - BAR_HEIGHT;
    return [heading, ...bars];
  });
  const width = LABEL_WIDTH + BARS_WIDTH * 1.2 + 140;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${y}" font-family="sans-serif" font-size="12">
<rect width="100%" height="100%" fill="white"/>
${parts.join('\n')}
</svg>
`;
}

function text(x, y, content, attributes = '') {
  const escaped = content.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return `<text x="${x}" y="${y}" ${attributes}>${escaped}</text>`;
}
