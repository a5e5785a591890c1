import { accessMutants } from './access.js';
import { authorityMutants } from './authority.js';
import { groupDeletionMutants } from './group-deletions.js';
import { groupMutants } from './groups.js';
import { integrityMutants } from './integrity.js';
import { loginThrottleMutants } from './login-throttle.js';
import { meteredGroupMutants } from './metered-groups.js';
import { moveMutants } from './moves.js';
import { memberMutants } from './members.js';
import type { Mutant } from './mutant.js';
import { quotaMutants } from './quotas.js';

/** Adapters over memory storage that each break one guarantee. The contract must catch every one of them. */
export const MUTANTS: readonly Mutant[] = [
  ...quotaMutants,
  ...groupMutants,
  ...groupDeletionMutants,
  ...moveMutants,
  ...meteredGroupMutants,
  ...memberMutants,
  ...accessMutants,
  ...authorityMutants,
  ...integrityMutants,
  ...loginThrottleMutants,
];
