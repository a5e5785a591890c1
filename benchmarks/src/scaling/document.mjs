import { cpus } from 'node:os';
import { POOL_MAX } from '../http/load.mjs';
import { AIM, CHOICES, reckon } from './arithmetic.mjs';

export function scalingDocument({ run, byProcesses, byOwners, bySize, sizes }) {
  const [create] = byProcesses;
  const [hot, hotOfTwo] = byOwners;
  const rowsPerShard = bySize.at(-1).rows;
  return `# How far it goes

How does throughput grow with the number of processes and owners, and what bounds it?

${measured(run, { byProcesses, byOwners, bySize, sizes })}

${plan({ create, hot, hotOfTwo, sizes, rowsPerShard, scattered: byProcesses.at(-1), owners: run.owners })}
`;
}

function measured({ rounds, seconds, connections, owners }, { byProcesses, byOwners, bySize, sizes }) {
  return `## Measured

Written by \`${['pnpm run bench:scaling', ...process.argv.slice(2)].join(' ')}\` on ${cpus().length} cores (${cpus()[0]?.model.trim()}), Node.js ${process.version}, which
servers, PostgreSQL and ${connections} callers shared: ${rounds} rounds of ${seconds} s, in turns (numbers of rows one after the other), medians. The server has its defaults and
PostgreSQL too: each commit waits for the disk. CPU time is for one request, of all server processes and of their
connections in PostgreSQL; the log is what PostgreSQL writes ahead for one request, as the mean of all rounds.

### Server processes on one PostgreSQL

${owners} owners create through ${connections} connections, divided among the processes. All of it runs on the cores above, so that
more processes cannot make more creates. The fewer creates arrive at a process, the fewer share a batch, and the dearer each is.

${table('server processes', byProcesses, ({ count }) => count)}

### One owner and a thousand

Creates of one owner wait for each other: what an owner uses is one row, and it is locked from the claim to the commit. Those
that arrive at one process together share that time, and those of two processes wait for each other's.

${table('owners', byOwners, ({ count }) => count)}

### Rows

What was there when the creates began, spread evenly over ${owners} owners; 1 s a round. Each size begins after a checkpoint, and
the first change of a page after one puts the whole page into the log: the more pages, the more of that.

${table(
  'create, with so many resources',
  bySize.map(({ rows, create }) => ({ rows, ...create })),
  ({ rows }) => whole(rows),
)}

${table(
  'list 20, with so many resources',
  bySize.map(({ rows, list }) => ({ rows, ...list })),
  ({ rows }) => whole(rows),
)}

On disk a resource takes ${whole(sizes.resource.total)} bytes, ${whole(sizes.resource.indexes)} of them in indexes; an audit event takes ${whole(sizes.auditEvent.total)}, ${whole(sizes.auditEvent.indexes)} of them in indexes.`;
}

function table(heading, figures, nameOf) {
  const [first] = figures;
  const lines = figures.map((figure) =>
    row([
      nameOf(figure),
      whole(figure.perSecond),
      (figure.perSecond / first.perSecond).toFixed(2),
      `${figure.p50Ms} / ${figure.p99Ms} ms`,
      figure.statements.toFixed(2),
      `${whole(figure.serverCpuUs)} µs`,
      `${whole(figure.databaseCpuUs)} µs`,
      `${whole(figure.walBytes)} B`,
    ]),
  );
  const head = [heading, 'requests/s', '×', 'p50 / p99', 'statements', 'server CPU', 'database CPU', 'log'];
  return [row(head), '|---:|---:|---:|---:|---:|---:|---:|---:|', ...lines].join('\n');
}

/** A create sends one statement for its session and one for itself, unless it is batched with others. */
function atATime({ statements }) {
  const count = 2 / statements;
  return count < 1.5 ? 'one' : `about ${Math.round(count)}`;
}

/** Describes the figures of `reckon` in words. */
function plan({ create, hot, hotOfTwo, sizes, rowsPerShard, scattered, owners }) {
  const need = reckon({ create, hot, sizes, rowsPerShard });
  const { utilisation, serverCores, databaseCores, commitMs, auditDays } = CHOICES;
  const percent = `${utilisation * 100} %`;
  return `## A plan for ${whole(AIM.resources)} resources and ${whole(AIM.createsPerSecond)} creates a second

The costs above are those of one create on these cores. This is what they add up to on an engine that exists; a machine
with faster cores needs fewer of them. Nothing here has been run at that size: it is a reckoning, and its premises are
written beside it.

### How much of everything

| what | reckoning | is |
|---|---|---:|
| server cores at work | ${whole(AIM.createsPerSecond)}/s × ${whole(create.serverCpuUs)} µs | ${whole(need.serversBusy)} |
| server processes, one core each, ${percent} busy | ÷ ${utilisation} | ${whole(need.processes)} |
| server machines of ${serverCores} cores | ÷ ${serverCores} | ${need.serverMachines} |
| database cores at work | ${whole(AIM.createsPerSecond)}/s × ${whole(create.databaseCpuUs)} µs | ${whole(need.databaseBusy)} |
| database machines of ${databaseCores} cores, ${percent} busy | ÷ ${utilisation} ÷ ${databaseCores} | ${need.databases} |
| write-ahead log, all of them | ${whole(AIM.createsPerSecond)}/s × ${whole(create.walBytes)} B | ${bytes(need.walPerSecond)}/s |
| write-ahead log of one | ÷ ${need.databases} | ${bytes(need.walPerDatabase)}/s |
| resources of one | ${whole(AIM.resources)} ÷ ${need.databases} | ${whole(need.rowsPerDatabase)} |
| all resources on disk | ${whole(AIM.resources)} × ${whole(sizes.resource.total)} B | ${bytes(need.resourceBytes)} |
| indexes of resources that one keeps in memory | ${whole(AIM.resources)} × ${whole(sizes.resource.indexes)} B ÷ ${need.databases} | ${bytes(need.indexBytesPerDatabase)} |
| one audit event for each | ${whole(AIM.resources)} × ${whole(sizes.auditEvent.total)} B | ${bytes(need.auditOfResources)} |
| creates under way in the databases at a time | ${whole(AIM.createsPerSecond)}/s × (${(create.databaseCpuUs / 1000).toFixed(2)} ms + ${commitMs} ms for the commit) | ${whole(need.inFlight)} |
| owners who must be creating at least | ${whole(AIM.createsPerSecond)}/s ÷ ${whole(hot.perSecond)}/s of one owner | ${whole(Math.ceil(need.ownersAtLeast))} |

The log is that of ${whole(owners)} owners who create all the time. A page that was not touched since the last checkpoint goes into it whole, 8 KiB before
compression: many more owners, each of whom creates now and then, make several times as much of it.

Replicas come on top: a standby for each database machine that takes the log before a commit is answered doubles the disks
and adds a round trip between two machines to each commit, not CPU time of the primary worth counting.

At that rate a thousand million resources are there after ${whole(need.fillSeconds / 3600)} hours. It is a peak, then, and not what a platform does
all day: were it kept up, the audit trail alone would grow by ${bytes(need.auditPerDay)} a day, and ${bytes(need.auditRetained)} would lie there after the
${auditDays} days for which it is kept by default. Who has such days exports old partitions of it to cheap storage, and keeps weeks.

### One PostgreSQL does not do

By its cores alone it takes ${need.databases} of that size. One that were large enough would fail for two reasons: all commits go through one
write-ahead log, ${bytes(need.walPerSecond)} a second of it, to one disk and to each standby in one stream; and one machine is one thing
that can break. Partitioning within one instance (\`PARTITION BY HASH (owner_id)\`) makes indexes smaller and lets vacuum work
side by side, but divides neither the log nor the cores. It is the first step all the same, since its constraints are
those of the second.

### By owner

All that a create reads and writes belongs to one owner: the user, the counters, the idempotency key and the resource. Divided
by owner, a create needs one shard and one local transaction, and its guarantees are those of one PostgreSQL: the counter
row of the owner decides. Nothing of it has to become eventual. That is why the owner divides, and not the id of the
resource, which would spread every owner over all shards and make of each claim an agreement between machines.

[Citus](https://github.com/citusdata/citus) divides tables of PostgreSQL like that, so that SQL, drivers and the server function stay. With
${whole(rowsPerShard)} rows to a shard, the largest number that is measured above, it is ${need.shards} shards on ${need.databases} machines, so that a machine can be added and
shards moved to it. The function is declared as distributed by its parameter \`p_owner_id\`, and whoever is asked passes the whole call on to
the machine that has the shard: it remains one round trip of the server. Since version 11
every machine can be asked, so that no coordinator stands in the way.

Creates of several owners are batched into one statement, ${atATime(create)} at a time where the costs above were measured. With the shards on
${need.databases} machines a process gathers them by machine instead, for which it has to know the shard of an owner, and fewer
arrive for each within the same time. A create that is alone in its batch takes the database more than twice as long ([decision 2](decisions/0002-one-round-trip.md)),
and through ${scattered.count} processes a create took ${whole(scattered.serverCpuUs)} µs of the servers and ${whole(scattered.databaseCpuUs)} µs of the database above:
twice the machines of both sorts are the other end of this reckoning.

| table | how it is divided | what changes |
|---|---|---|
| \`users\` | by \`id\` | nothing |
| \`email_addresses\` | by \`email_key\` | an address and its user lie on two machines: see below |
| \`quotas\`, \`idempotency_keys\` | by \`owner_id\`, beside \`users\` | nothing: their primary keys begin with the owner |
| \`resources\` | by \`owner_id\`, beside \`users\` | primary key \`(owner_id, id)\`; an id is then unique for its owner |
| \`sessions\`, \`access_keys\`, \`nonces\` | by \`user_id\`, beside \`users\` | the user becomes part of their keys; see below |
| \`audit_events\` | by the owner of the target, and by time within a shard | that owner may be nobody today, and then has to be the actor; primary key \`(target_owner_id, at, id)\`; old partitions are dropped, not swept row by row |
| \`default_limits\`, \`secrets\` | a copy on every machine | nothing; changing one waits for all machines |
| \`login_throttle\` | by \`key\` | nothing |

No constraint and no lock reaches across shards, and four promises rest on one:

- **An email address has one user.** The table \`email_addresses\`, divided by the address, claims it. Making a user
  and changing an address become transactions on two machines (two-phase commit), which is dear and rare.
- **A token finds its session,** and the id of an access key its key. Both get a prefix that says whose they are, so that the
  look-up goes to one shard. Those that were given out before are looked for on all, until they have expired.
- **An id finds its resource.** \`GET /resources/{id}\` looks among the caller’s own first, which is one shard and nearly every
  request. What an administrator or somebody with a grant asks for is looked for on all shards; a table \`(id, owner_id)\`,
  divided by id, makes it two look-ups where that is too much.
- **There is always an administrator.** The rule is checked under a lock on all users, which cannot be had on all machines.
  Administrators are few: a table of them on one machine, locked instead, keeps the rule exact.

Everybody’s list, for administrators, asks every shard for one page and merges by id, which is the order everywhere: it costs
${need.shards} times as much as one owner’s, and the cursor needs no change. \`verify\` and \`repair\` go shard by shard.

### One owner

One owner's creates came to ${whole(hot.perSecond)} a second here through one process and to ${whole(hotOfTwo.perSecond)} through two, about what the cores make for
any owners. But they are one after the other, batch by batch, for as long as each holds the counter, and that is what
makes the limit exact: no machine that is added makes it more. The wait for the disk at the commit is part of that
time: a faster disk helps, and more machines do not. Who needs more for one owner divides the limit into parts with a counter each,
and moves what is left between them when one runs dry; a create may be
refused meanwhile although another part has room, which is the price of the division. Nothing of that is built, since no platform has asked for it.

### Connections

${whole(need.inFlight)} creates under way at a time are ${whole(need.inFlight / need.databases)} connections at work for each database machine at most, since several share one, which a PostgreSQL of ${databaseCores} cores bears. The
${whole(need.processes)} server processes with ${POOL_MAX} connections each would hold ${whole(need.processes * POOL_MAX)}, most of them idle: PgBouncer in transaction mode in front of
every database machine keeps the number that PostgreSQL sees near what is at work. The server runs behind it as it is, with
\`BAILIWICK_SESSION_BOUNDS=off\`, and named prepared statements from PgBouncer 1.21 on.

### Other engines

A distributed database that speaks PostgreSQL (YugabyteDB, CockroachDB and others) has unique constraints across machines and
needs no choice of a shard. Each commit is then an agreement of at least two of three machines, and a claim that touches
several rows one between their leaders, unless they lie together, which again means: by owner. The statements that the
library sends are plain, and it repeats what ends in a serialisation conflict; what has to be tried there is the function
in PL/pgSQL, \`FOR NO KEY UPDATE\` and \`FOR KEY SHARE\`. The contract in \`@bailiwick/core/contract\` says whether it holds.

### What it would take

1. The owner in the keys of \`resources\`, \`sessions\`, \`access_keys\`, \`nonces\` and \`audit_events\`, and in the look-ups by id: a migration
   of all rows, and the only step that is hard to do later. It can be taken on one PostgreSQL with hash partitions.
2. Tables for addresses and for administrators, and tokens that say whose they are.
3. Audit partitions by time, with an export before a partition is dropped.
4. The contract and the races of the test suite, run on a cluster of at least three machines, with one taken away meanwhile.`;
}

function row(cells) {
  return `| ${cells.join(' | ')} |`;
}

function whole(number) {
  return Math.round(number).toLocaleString('en');
}

function bytes(count) {
  const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];
  const power = Math.min(units.length - 1, Math.floor(Math.log10(count) / 3));
  return `${(count / 10 ** (3 * power)).toPrecision(3)} ${units[power]}`;
}
