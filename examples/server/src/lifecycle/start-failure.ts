import { EmailTakenError } from '@bailiwick/core';
import type { Config } from '../config/config.js';
import { databaseFailure } from './database-failure.js';
import { MetricsListenError } from '../http/metrics.js';
import { missingFolder } from '../config/sqlite-path.js';
import { VARIABLES } from '../config/variables.js';

/** The server must not start, for the reason in `message`. */
export class StartRefusal extends Error {}

/** Explains in a sentence why the server could not start, and which variable to check. */
export function startFailure(error: unknown, config: Config): string {
  if (error instanceof StartRefusal) return error.message;
  const ofDatabase = databaseFailure(error);
  if (ofDatabase !== null) return missingFolder(config.databaseUrl) ?? ofDatabase;
  if (error instanceof EmailTakenError) {
    return `There is no active administrator, and ${config.adminEmail} belongs to another user: choose another BAILIWICK_ADMIN_EMAIL.`;
  }
  if (error instanceof MetricsListenError) {
    const { metricsHost, metricsPort } = config;
    const [hostName, portName] = [VARIABLES.metricsHost.name, VARIABLES.metricsPort.name];
    return listenFailure(error.cause, { host: metricsHost, hostName, port: metricsPort, portName });
  }
  const [hostName, portName] = [VARIABLES.host.name, VARIABLES.port.name];
  return listenFailure(error, { host: config.host, hostName, port: config.port, portName });
}

interface ListenAddress {
  readonly host: string;
  readonly hostName: string;
  readonly port: number | null;
  readonly portName: string;
}

function listenFailure(error: unknown, { host, hostName, port, portName }: ListenAddress): string {
  switch (errorCode(error)) {
    case 'EADDRINUSE':
      return `Port ${port} of ${host} is taken: choose another ${portName}, or ${portName}=0 for a free one.`;
    case 'EACCES':
      return `This user may not listen on port ${port} of ${host}: choose a ${portName} above 1023.`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `${host} is not an address of this machine: choose another ${hostName}.`;
    default:
      return 'The server could not start.';
  }
}

function errorCode(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
