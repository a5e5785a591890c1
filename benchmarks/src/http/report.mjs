import { cpus } from 'node:os';
import { writeDocument } from '../write-document.mjs';
import { judge } from './aims.mjs';
import { picture } from './picture.mjs';

/** Returns the figures as Markdown; with `isWritten`, also writes them and a picture into docs/benchmarks. */
export function writeReport(contests, form) {
  const { rounds, roundSeconds, firstWarmUpSeconds, warmUpSeconds, connections, poolMax, isWritten } = form;
  const logins = contests.flatMap(({ logins }) => logins);
  const report = `# Requests per second over HTTP

How many requests per second does Bailiwick answer over HTTP, compared with a hand-written route and with other frameworks?

Written by \`${['pnpm bench', ...process.argv.slice(2)].join(' ')}\` on ${cpus().length} cores (${cpus()[0]?.model.trim()}), Node.js ${process.version}, which the
server, its database and the ${connections} callers shared: medians of ${rounds} rounds of ${roundSeconds} s, in which the contestants took turns. The
spread is half of the range between the best and the worst round. Each contestant was warmed up for ${firstWarmUpSeconds} s with the first
operation, while Node.js compiles the code, and for ${warmUpSeconds} s with each other one. Ratios are to the hand-written route in the
same run. Statements and CPU times are per request; CPU times are those of the server's process with all of its threads,
and of its connections to the database.

Nothing is switched off: PostgreSQL and SQLite wait for the disk at every commit (\`fsync\`, \`synchronous_commit\` and
\`full_page_writes\` are on; \`synchronous = FULL\` in WAL mode), every server has at most ${poolMax} connections, which is
the default of all of them, and Bailiwick runs with the defaults of its server: policy, audit, problem details, security headers
and a line of log for each request, written to a file. The others log nothing.

The hand-written route authenticates, checks the quota and creates in one statement. It has no policy, audit, validation,
idempotency, problem details or metrics: it is the upper limit, not an alternative. Feathers and Better Auth are set up as
their documentation shows; the rate limit and the telemetry of Better Auth are off. Their quota counts the rows of an owner
and then inserts, so its cost grows with the rows, and concurrent creates exceed it. Feathers also counts for a list. With
${connections} callers at once, concurrent requests are batched (decisions 2 and 15); a single caller waits for a
statement of its own.

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
  return ['## Aims', '', row(['', 'is', 'aim', '']), '|---|---:|---:|---|', ...lines].join('\n');
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

Every login is for another account or from another address, so that no remembered password saves a hash, and the throttle
is on. Each contestant hashes at its default cost, which the table names: a cheaper hash is faster, but weaker.

${[row(['', 'hash', 'p50 of one caller', 'logins/s at saturation', 'spread']), '|---|---|---:|---:|---:|', ...lines].join('\n')}

${text.join('\n')}`;
}

function aboutTheHash({ name, hashMs, extraMs, extraSpreadMs, perSecond, perSecondMax, hashesPerSecond }) {
  const extra = `${name}: a login takes ${extraMs.toFixed(1)} ms (± ${extraSpreadMs.toFixed(1)} ms) longer than its hash, from
the request to the end of the answer; the process times the hash itself. During a hash the process idles, so the rest of each
login runs with cold caches.`;
  if (hashMs === undefined)
    return `${extra} It finds the user with one statement, stores a session with another, and does not limit guesses.\n`;
  return `${extra} A hash by itself takes ${hashMs.toFixed(1)} ms in
the same run. If two at once took no longer than one, ${perSecondMax.toFixed(2)} logins/s would be possible, and the measured rate is ${(perSecond / perSecondMax).toFixed(2)} of that. In fact two
take longer: a process that only hashes, two at once, does ${hashesPerSecond.toFixed(2)} hashes/s, and the measured rate is ${(perSecond / hashesPerSecond).toFixed(2)} of that.`;
}

function row(cells) {
  return `| ${cells.join(' | ')} |`;
}

function percent(share) {
  return `± ${Math.round(share * 100)} %`;
}
