import { StorageUnavailableError } from '../errors.js';

/** For work that the caller's command does without. Anything but an outage is thrown on. */
export function passOverOutage(error: unknown): void {
  if (!(error instanceof StorageUnavailableError)) throw error;
}
