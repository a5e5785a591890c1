import { AssertionError } from 'node:assert/strict';
import { accessKeyCases } from './access-keys.js';
import { auditEventCases } from './audit-events.js';
import { authorityCases } from './authority.js';
import { authorityOnPathCases } from './authority-on-paths.js';
import { auditOfCommandCases } from './audit-of-commands.js';
import type { CaseDefinition } from './case-definition.js';
import type { ContractSubject } from './contract-subject.js';
import { costCases } from './cost.js';
import { deletionCases } from './deletions.js';
import { concurrentCreateCases } from './concurrent-creates.js';
import { groupDeletionCases } from './group-deletions.js';
import { groupCases } from './groups.js';
import type { GuaranteeId } from './guarantees.js';
import { emailAddressCases } from './email-addresses.js';
import { hostTransactionCases } from './host-transactions.js';
import { memberCases } from './members.js';
import { loginThrottleCases } from './login-throttle.js';
import { meteredGroupCases } from './metered-groups.js';
import { moveCases } from './moves.js';
import { olderSnapshotCases } from './older-snapshots.js';
import { outageCases } from './outages.js';
import { pathCases } from './paths.js';
import { overlapCases } from './overlaps.js';
import { quotaCases } from './quotas.js';
import { resourceCases } from './resources.js';
import { secretCases } from './secrets.js';
import { sessionCases } from './sessions.js';
import { transferCases } from './transfers.js';
import { transactionCases } from './transactions.js';
import { userCases } from './users.js';
import { CannotBeShown, World } from './world.js';

export interface ContractCase {
  readonly guarantee: GuaranteeId;
  /** The part of the storage: `users`, `resources`, …, or `storage` for all of it. */
  readonly port: string;
  /** A unique sentence that begins with the guarantee and the operation. */
  readonly title: string;
  /** Rejects if the guarantee is broken: with an `AssertionError` that says how, or with an error of the storage. */
  readonly run: () => Promise<CaseResult>;
}

export type CaseResult =
  | { readonly type: 'kept' }
  /** Called if the subject says that this cannot happen to its storage, or cannot be observed. */
  | { readonly type: 'not-applicable'; readonly because: string };

export interface ContractOptions {
  /** A case that takes longer is broken, since a caller waits for ever. In milliseconds; by default 60,000. */
  readonly caseTimeMaxMs?: number;
}

const DEFINITIONS: readonly CaseDefinition[] = [
  // The first, since what they find they find in every run. Cases that race may find it or not.
  ...overlapCases,
  ...userCases,
  ...emailAddressCases,
  ...deletionCases,
  ...groupCases,
  ...memberCases,
  ...pathCases,
  ...transferCases,
  ...moveCases,
  ...meteredGroupCases,
  ...groupDeletionCases,
  ...olderSnapshotCases,
  ...resourceCases,
  ...concurrentCreateCases,
  ...quotaCases,
  ...sessionCases,
  ...accessKeyCases,
  ...loginThrottleCases,
  ...auditEventCases,
  ...auditOfCommandCases,
  ...transactionCases,
  ...hostTransactionCases,
  ...authorityCases,
  ...authorityOnPathCases,
  ...costCases,
  ...secretCases,
  ...outageCases,
];

const CASE_TIME_MAX_MS = 60_000;

/**
 * The executable definition of the guarantees of a storage. Run every case with any test runner; each case makes a
 * storage of its own. `checkContract` runs them all without a test runner and returns a report.
 *
 * @example
 * for (const { title, run } of storageContract(makeStorage)) test(title, run);
 */
export function storageContract<Transaction>(
  makeStorage: () => Promise<ContractSubject<Transaction>>,
  { caseTimeMaxMs = CASE_TIME_MAX_MS }: ContractOptions = {},
): readonly ContractCase[] {
  return DEFINITIONS.map(({ guarantee, title, run }) => ({
    guarantee,
    port: title.slice(0, title.indexOf('.')),
    title: `${guarantee} ${title}`,
    async run() {
      const subject = (await makeStorage()) as ContractSubject;
      try {
        await inTime(run(new World(subject)), caseTimeMaxMs);
        return { type: 'kept' };
      } catch (error) {
        if (error instanceof CannotBeShown) return { type: 'not-applicable', because: error.message };
        throw error;
      } finally {
        // A caller that waits for ever may also keep its connection.
        await inTime(subject.close(), caseTimeMaxMs);
      }
    },
  }));
}

async function inTime<T>(work: Promise<T>, timeMaxMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new AssertionError({ message: `It has not ended within ${timeMaxMs} ms.` }));
    }, timeMaxMs);
  });
  try {
    return await Promise.race([work, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}
