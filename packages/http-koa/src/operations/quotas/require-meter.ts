import { NotFoundError, type Platform } from '@bailiwick/core';

/**
 * Meters are declared in code, so that a path with another one is a path to nowhere, for everybody. It is
 * refused before the policy is asked: a refusal is recorded with the meter's name, which could be any text.
 */
export function requireMeter({ meters }: Platform, meter: string): void {
  if (!meters.includes(meter)) throw new NotFoundError(`meter: the meters are ${meters.join(', ')}`);
}
