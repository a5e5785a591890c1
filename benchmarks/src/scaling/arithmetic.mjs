// Computes what a platform with a billion resources and a hundred thousand creates a second needs, from what one
// create costs here. Every figure of the plan that is not an aim or a choice comes from this file.

export const AIM = { resources: 1e9, createsPerSecond: 1e5 };

/** Our choices: the cores of a machine, their utilisation, the wait for a commit, the retention of the audit log. */
export const CHOICES = {
  utilisation: 0.5,
  serverCores: 16,
  databaseCores: 32,
  commitMs: 2,
  auditDays: 400,
};

const DAY_SECONDS = 86_400;

/** Computes the machines; `rowsPerShard` is the largest measured number of rows. */
export function reckon({ create, hot, sizes, rowsPerShard }) {
  const { resources, createsPerSecond } = AIM;
  const { utilisation, serverCores, databaseCores, commitMs, auditDays } = CHOICES;
  const cores = (cpuUs) => (createsPerSecond * cpuUs) / 1e6;
  const serversBusy = cores(create.serverCpuUs);
  const databaseBusy = cores(create.databaseCpuUs);
  const processes = Math.ceil(serversBusy / utilisation);
  const databases = Math.ceil(databaseBusy / utilisation / databaseCores);
  const inDatabaseMs = create.databaseCpuUs / 1000 + commitMs;
  return {
    serversBusy,
    processes,
    serverMachines: Math.ceil(processes / serverCores),
    databaseBusy,
    databaseCoresNeeded: databaseBusy / utilisation,
    databases,
    shards: Math.ceil(resources / rowsPerShard),
    rowsPerDatabase: resources / databases,
    walPerSecond: createsPerSecond * create.walBytes,
    walPerDatabase: (createsPerSecond * create.walBytes) / databases,
    inDatabaseMs,
    inFlight: (createsPerSecond * inDatabaseMs) / 1000,
    resourceBytes: resources * sizes.resource.total,
    indexBytesPerDatabase: (resources * sizes.resource.indexes) / databases,
    fillSeconds: resources / createsPerSecond,
    auditPerDay: createsPerSecond * DAY_SECONDS * sizes.auditEvent.total,
    auditRetained: createsPerSecond * DAY_SECONDS * sizes.auditEvent.total * auditDays,
    auditOfResources: resources * sizes.auditEvent.total,
    ownersAtLeast: createsPerSecond / hot.perSecond,
  };
}
