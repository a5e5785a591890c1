import { accessMutants } from './access.js';
import { authorityMutants } from './authority.js';
import { integrityMutants } from './integrity.js';
import { loginThrottleMutants } from './login-throttle.js';
import type { Mutant } from './mutant.js';
import { quotaMutants } from './quotas.js';

/** Adapters over memory storage, each with one guarantee broken. A change of the contract must not let one pass. */
export const MUTANTS: readonly Mutant[] = [
  ...quotaMutants,
  ...accessMutants,
  ...authorityMutants,
  ...integrityMutants,
  ...loginThrottleMutants,
];
