import { EmailTakenError, StorageUnavailableError } from '@bailiwick/core';
import { SchemaVersionError } from '@bailiwick/storage-knex';
import type { Config } from './config.js';

/** One sentence about why the server could not start, with the variable to look at. */
export function startFailure(error: unknown, config: Config): string {
  if (error instanceof StorageUnavailableError) {
    return 'The database does not answer: check that it runs and that DATABASE_URL is right.';
  }
  if (error instanceof EmailTakenError) {
    return `There is no active administrator, and ${config.adminEmail} is somebody else: choose another BAILIWICK_ADMIN_EMAIL.`;
  }
  if (error instanceof SchemaVersionError) return error.message;
  const { host, port } = config;
  switch (errorCode(error)) {
    case 'EADDRINUSE':
      return `Port ${port} of ${host} is taken: choose another PORT, or PORT=0 for a free one.`;
    case 'EACCES':
      return `Port ${port} of ${host} is not allowed to this user: choose a PORT above 1023.`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `${host} is not an address of this machine: choose another HOST.`;
    default:
      return 'The server could not start.';
  }
}

function errorCode(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
