import { cpus } from 'node:os';
import { writeDocument } from '../write-document.mjs';
import { judge } from './aims.mjs';
import { picture } from './picture.mjs';

/** Returns the figures as Markdown; with `isWritten`, also writes them and a picture into docs/benchmarks. */
export function writeReport(contests, form) {
  const { rounds, roundSeconds, firstWarmUpSeconds, warmUpSeconds, connections, poolMax, isWritten } = form;
  const logins = contests.flatMap(({ logins }) => logins);
  const report = `# Requests per second over HTTP

Written by \`${['pnpm bench', ...process.argv.slice(2)].join(' ')}\` on ${cpus().length} cores (${cpus()[0]?.model.trim()}), Node.js ${process.version}, which the
server, its database and the ${connections} callers shared: ${rounds} rounds of ${roundSeconds} s, contestants taking turns, medians; the spread
is half of what lies between the best and the worst round. Each was warmed up for ${firstWarmUpSeconds} s with the first operation, while
a process compiles what it runs, and for ${warmUpSeconds} s with each other. A ratio compares with the route written by hand in
the same run. Statements are what the server sent per request; CPU times are per request, of the server's process with
all of its threads and of its connections to the database.

Nothing is switched off: PostgreSQL and SQLite wait for the disk at every commit (\`fsync\`, \`synchronous_commit\` and
\`full_page_writes\` are on; \`synchronous = FULL\` in WAL mode), every server has at most ${poolMax} connections, which is
everybody's default, and Bailiwick runs with the defaults of its server: policy, audit, problem details, security headers
and a line of log for each request, written to a file. The others log nothing.

The route by hand authenticates, checks the quota and creates in one statement. It has no policy, audit, validation, idempotency,
problem details or metrics: it is the limit, and no alternative. Feathers and Better Auth are wired as their documentation shows; the
rate limit and the telemetry of Better Auth are off. Their quota counts an owner's rows and inserts then, so that it
costs more the more there are, and creates that race overshoot it. Feathers counts for a list, too. With ${connections} callers at once, what
arrives together is batched (decisions 2 and 15); a caller who is alone waits for a statement of their own.

![requests per second](http.svg)

${aimSection(judge(contests))}

${contests.map(contestSection).join('\n\n')}
${logins.length === 0 ? '' : `\n${loginSection(logins)}\n`}`;
  if (isWritten) {
    writeDocument('benchmarks/http.md', report);
    writeDocument('benchmarks/http.svg', picture(contests));
  }
  return report;
}

function aimSection(aims) {
  const lines = aims.map(({ what, figure, aim, isMet }) =>
    row([what, figure, aim, isMet ? 'met' : '**missed**']),
  );
  return ['## What we aim at', '', row(['', 'is', 'aim', '']), '|---|---:|---:|---|', ...lines].join('\n');
}

function contestSection({ name, results }) {
  return [`## ${name}`, ...results.map(operationSection)].join('\n\n');
}

function operationSection({ name, contestants }) {
  const [reference] = contestants;
  const lines = contestants.map((contestant) => {
    const { perSecond, spread, p50Ms, p99Ms, statements, serverCpuUs, databaseCpuUs, hasServer } = contestant;
    return row([
      contestant.name,
      Math.round(perSecond),
      percent(spread),
      (perSecond / reference.perSecond).toFixed(2),
      `${p50Ms} / ${p99Ms} ms`,
      statements.toFixed(2),
      `${Math.round(serverCpuUs)} µs`,
      hasServer ? `${Math.round(databaseCpuUs)} µs` : 'in the server’s',
    ]);
  });
  return [
    `### ${name}`,
    '',
    row(['', 'requests/s', 'spread', '×', 'p50 / p99', 'statements', 'server CPU', 'database CPU']),
    '|---|---:|---:|---:|---:|---:|---:|---:|',
    ...lines,
  ].join('\n');
}

function loginSection(logins) {
  const lines = logins.map(({ name, hash, loginMs, perSecond, spread }) =>
    row([name, hash, `${loginMs.toFixed(1)} ms`, perSecond.toFixed(2), percent(spread)]),
  );
  const text = logins.filter(({ extraMs }) => extraMs !== undefined).map(aboutTheHash);
  return `## Login

Every login is for another account or from another address, so that nothing remembered saves a hash, with the throttle on.
Everybody hashes at the cost that they have by default, which is named: a cheaper hash is faster, and weaker.

${[row(['', 'hash', 'p50 of one caller', 'logins/s at saturation', 'spread']), '|---|---|---:|---:|---:|', ...lines].join('\n')}

${text.join('\n')}`;
}

function aboutTheHash({ name, hashMs, extraMs, extraSpreadMs, perSecond, perSecondMax, hashesPerSecond }) {
  const extra = `${name}: a login takes ${extraMs.toFixed(1)} ms (± ${extraSpreadMs.toFixed(1)} ms) more than the hash in it, which its process has timed, from
the request to the end of its answer; every one comes after a pause of a hash, with cold caches.`;
  if (hashMs === undefined)
    return `${extra} It finds the user by one statement, stores a session by another, and bounds no guesses.\n`;
  return `${extra} A hash by itself takes ${hashMs.toFixed(1)} ms in
the same run. If two at once took no longer than one, there would be ${perSecondMax.toFixed(2)} logins/s: ${(perSecond / perSecondMax).toFixed(2)} of that are reached. They do
take longer: a process that does nothing but hash, two at once, gets ${hashesPerSecond.toFixed(2)} done a second, and logins reach ${(perSecond / hashesPerSecond).toFixed(2)} of that.`;
}

function row(cells) {
  return `| ${cells.join(' | ')} |`;
}

function percent(share) {
  return `± ${Math.round(share * 100)} %`;
}
