import { StorageUnavailableError } from '../errors.js';

/** Ignores an outage during work that the command can do without. It rethrows every other error. */
export function ignoreOutage(error: unknown): void {
  if (!(error instanceof StorageUnavailableError)) throw error;
}
