import { cpus } from 'node:os';
import { POOL_MAX } from '../http/load.mjs';
import { AIM, CHOICES, reckon } from './arithmetic.mjs';

/** Renders docs/scaling.md from the figures of a run: what was measured, and the plan that is computed from it. */
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
servers, PostgreSQL and ${connections} callers shared: medians of ${rounds} rounds of ${seconds} s, in turns (numbers of rows one after the other). The server and
PostgreSQL have their defaults: each commit waits for the disk. CPU times are for one request, of all server processes and
of their connections in PostgreSQL; the log is the write-ahead log for one request, as the mean of all rounds.

### Server processes on one PostgreSQL

${owners} owners create through ${connections} connections, divided among the processes. Everything runs on the cores above, so
more processes cannot increase the throughput. With fewer creates for each process, fewer of them share a batch, and each
costs more.

${table('server processes', byProcesses, ({ count }) => count)}

### One owner and a thousand

Creates of one owner wait for each other: the usage of an owner is one row, which is locked from the claim to the commit.
Creates that arrive at one process together share that time, and those of two processes wait for each other.

${table('owners', byOwners, ({ count }) => count)}

### Rows

The number of rows is that at the beginning, spread evenly over ${owners} owners; 1 s a round. Each size begins after a
checkpoint, and the first change of a page after one writes the whole page to the log: the more pages, the more log.

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

The costs above are those of one create on these cores. This section adds them up for an existing engine; a machine with
faster cores needs fewer of them. Nothing here has been run at that size: it is a calculation, which states its
premises.

### How much of everything

| what | calculation | result |
|---|---|---:|
| server cores at work | ${whole(AIM.createsPerSecond)}/s × ${whole(create.serverCpuUs)} µs | ${whole(need.serversBusy)} |
| server processes, one core each, ${percent} busy | ÷ ${utilisation} | ${whole(need.processes)} |
| server machines of ${serverCores} cores | ÷ ${serverCores} | ${need.serverMachines} |
| database cores at work | ${whole(AIM.createsPerSecond)}/s × ${whole(create.databaseCpuUs)} µs | ${whole(need.databaseBusy)} |
| database machines of ${databaseCores} cores, ${percent} busy | ÷ ${utilisation} ÷ ${databaseCores} | ${need.databases} |
| write-ahead log of all machines | ${whole(AIM.createsPerSecond)}/s × ${whole(create.walBytes)} B | ${bytes(need.walPerSecond)}/s |
| write-ahead log of one machine | ÷ ${need.databases} | ${bytes(need.walPerDatabase)}/s |
| resources of one machine | ${whole(AIM.resources)} ÷ ${need.databases} | ${whole(need.rowsPerDatabase)} |
| all resources on disk | ${whole(AIM.resources)} × ${whole(sizes.resource.total)} B | ${bytes(need.resourceBytes)} |
| indexes of resources in the memory of one machine | ${whole(AIM.resources)} × ${whole(sizes.resource.indexes)} B ÷ ${need.databases} | ${bytes(need.indexBytesPerDatabase)} |
| one audit event for each resource | ${whole(AIM.resources)} × ${whole(sizes.auditEvent.total)} B | ${bytes(need.auditOfResources)} |
| concurrent creates in the databases | ${whole(AIM.createsPerSecond)}/s × (${(create.databaseCpuUs / 1000).toFixed(2)} ms + ${commitMs} ms for the commit) | ${whole(need.inFlight)} |
| minimum number of owners who create | ${whole(AIM.createsPerSecond)}/s ÷ ${whole(hot.perSecond)}/s of one owner | ${whole(Math.ceil(need.ownersAtLeast))} |

The log is that of ${whole(owners)} owners who create all the time. The first change of a page after a checkpoint writes the whole page,
8 KiB before compression: many more owners, each of whom creates occasionally, cause several times as much log.

Replicas come on top: a synchronous standby for each database machine doubles the disks and adds a round trip between two
machines to each commit, but hardly any CPU time of the primary.

At that rate, a billion resources are created in ${whole(need.fillSeconds / 3600)} hours, so this is a peak and not the load of a whole day: at a constant
rate, the audit trail alone would grow by ${bytes(need.auditPerDay)} a day, and reach ${bytes(need.auditRetained)} after the ${auditDays} days for which it is kept by
default. A platform with such days exports old partitions to cheap storage, and keeps only weeks.

### One PostgreSQL is not enough

The cores alone require ${need.databases} machines of that size. Even a sufficiently large one would fail for two reasons: all commits go
through one write-ahead log, with ${bytes(need.walPerSecond)} a second, to one disk and to each standby in one stream; and one machine is a
single point of failure. Partitioning within one instance (\`PARTITION BY HASH (owner_id)\`) makes indexes smaller and lets vacuum
work in parallel, but divides neither the log nor the cores. It is the first step all the same, since its constraints are
those of the second.

### By owner

All rows that a create reads and writes belong to one owner: the user, the counters, the idempotency key and the resource.
If the data is divided by owner, a create needs one shard and one local transaction, and its guarantees are those of one
PostgreSQL: the counter row of the owner decides. Nothing has to become eventually consistent. Dividing by the id of the
resource instead would spread every owner over all shards, so that each claim would need an agreement between machines.

[Citus](https://github.com/citusdata/citus) divides tables of PostgreSQL in this way, so that SQL, drivers and the server function stay the same. With
${whole(rowsPerShard)} rows to a shard, the largest measured number, there are ${need.shards} shards on ${need.databases} machines, so that a machine can be added and
shards moved to it. The function is declared as distributed by its parameter \`p_owner_id\`, and any machine passes the whole call on to
the one that has the shard: it remains one round trip of the server. Since version 11 the server can call every machine,
so that no coordinator is a bottleneck.

Creates of several owners are batched into one statement, ${atATime(create)} at a time in the measurements above. With the shards on
${need.databases} machines, a process has to batch them by machine instead. It must know the shard of an owner, and fewer creates
arrive for each machine within the same time. A create that is alone in its batch takes the database more than twice as long ([decision 2](decisions/0002-one-round-trip.md)),
and through ${scattered.count} processes a create took ${whole(scattered.serverCpuUs)} µs of the servers and ${whole(scattered.databaseCpuUs)} µs of the database above:
twice the machines of both sorts are the upper end of this calculation.

| table | how it is divided | what changes |
|---|---|---|
| \`users\` | by \`id\` | nothing |
| \`email_addresses\` | by \`email_key\` | an address and its user can be on two machines: see below |
| \`quotas\`, \`idempotency_keys\` | by \`owner_id\`, beside \`users\` | nothing: their primary keys begin with the owner |
| \`resources\` | by \`owner_id\`, beside \`users\` | primary key \`(owner_id, id)\`; an id is then unique for its owner |
| \`sessions\`, \`access_keys\`, \`nonces\` | by \`user_id\`, beside \`users\` | the user becomes part of their keys; see below |
| \`audit_events\` | by the owner of the target, and by time within a shard | the target may have no owner today, and then the actor has to take its place; primary key \`(target_owner_id, at, id)\`; old partitions are dropped, not swept row by row |
| \`default_limits\`, \`secrets\` | a copy on every machine | nothing; changing one waits for all machines |
| \`login_throttle\` | by \`key\` | nothing |

No constraint and no lock reaches across shards, but four guarantees depend on one:

- **An email address has one user.** The table \`email_addresses\`, divided by the address, reserves it. Creating a user
  and changing an address become transactions on two machines (two-phase commit), which are expensive but rare.
- **A token finds its session,** and the id of an access key its key. Both get a prefix that names their owner, so that the
  look-up goes to one shard. Existing ones are looked up on all shards, until they have expired.
- **An id finds its resource.** \`GET /resources/{id}\` first searches the caller’s own shard, which is enough for nearly every
  request. Other resources, for administrators and callers with a grant, are searched on all shards; if that is too
  expensive, a table \`(id, owner_id)\`, divided by id, reduces it to two look-ups.
- **There is always an administrator.** The rule is checked under a lock on all users, which is not possible across machines.
  There are few administrators: a table of them on one machine, which is locked instead, keeps the rule exact.

The administrators’ list of all resources gets one page from every shard and merges them by id, which is the order
everywhere: it costs ${need.shards} times as much as that of one owner, and the cursor stays the same. \`verify\` and \`repair\` run
shard by shard.

### One owner

One owner's creates reached ${whole(hot.perSecond)} a second here through one process and ${whole(hotOfTwo.perSecond)} through two, about as many as the cores allow for
any owners. But they run one after the other, batch by batch, because each batch holds the counter. That makes the limit
exact, but more machines do not increase the rate. The wait for the disk at the commit is part of that time, so a faster
disk helps. A platform that needs more for one owner can divide the limit into parts with one counter each, and move the
remainder between them when one runs out; meanwhile a create may be refused although another part has room, which is the
price of the division. None of this is built, since no platform has needed it.

### Connections

${whole(need.inFlight)} concurrent creates are at most ${whole(need.inFlight / need.databases)} busy connections for each database machine, since several share one, which a PostgreSQL with ${databaseCores} cores can
handle. The ${whole(need.processes)} server processes with ${POOL_MAX} connections each would hold ${whole(need.processes * POOL_MAX)}, most of them idle: PgBouncer in transaction mode in
front of every database machine keeps the connections of PostgreSQL near the number of busy ones. The server works behind
it, with
\`BAILIWICK_SESSION_BOUNDS=off\`, and named prepared statements from PgBouncer 1.21 on.

### Other engines

A distributed database that speaks PostgreSQL (YugabyteDB, CockroachDB and others) has unique constraints across machines and
needs no choice of a shard. But each commit is an agreement of at least two of three machines, and a claim on several
rows is one between their leaders, unless the rows are together, which again means: by owner. The library sends simple
statements and retries serialisation conflicts; the critical parts are the function in PL/pgSQL, \`FOR NO KEY UPDATE\` and \`FOR KEY SHARE\`. The contract in \`@bailiwick/core/contract\` shows whether the guarantees hold.

### What it would take

1. The owner in the keys of \`resources\`, \`sessions\`, \`access_keys\`, \`nonces\` and \`audit_events\`, and in the look-ups by id: a migration
   of all rows, and the only step that is hard to do later. It is possible on one PostgreSQL with hash partitions.
2. Tables for addresses and for administrators, and tokens that name their owner.
3. Audit partitions by time, with an export before a partition is dropped.
4. The contract and the races of the test suite, run on a cluster of at least three machines, of which one fails meanwhile.`;
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
