import { AssertionError } from 'node:assert/strict';
import { accessKeyCases } from './access-keys.js';
import { auditEventCases } from './audit-events.js';
import { authorityCases } from './authority.js';
import { auditOfCommandCases } from './audit-of-commands.js';
import type { CaseDefinition } from './case-definition.js';
import type { ContractSubject } from './contract-subject.js';
import { costCases } from './cost.js';
import { deletionCases } from './deletions.js';
import { createTogetherCases } from './creates-together.js';
import type { GuaranteeId } from './guarantees.js';
import { emailAddressCases } from './email-addresses.js';
import { hostTransactionCases } from './host-transactions.js';
import { loginThrottleCases } from './login-throttle.js';
import { outageCases } from './outages.js';
import { overlapCases } from './overlaps.js';
import { quotaCases } from './quotas.js';
import { resourceCases } from './resources.js';
import { secretCases } from './secrets.js';
import { sessionCases } from './sessions.js';
import { transactionCases } from './transactions.js';
import { userCases } from './users.js';
import { CannotBeShown, World } from './world.js';

export interface ContractCase {
  readonly guarantee: GuaranteeId;
  /** What is at stake: `users`, `resources`, …, or `storage` for the whole of it. */
  readonly port: string;
  /** A sentence with the guarantee and the operation first; unique. */
  readonly title: string;
  /** Rejects when the guarantee is broken, with an `AssertionError` that says how or with what the storage threw. */
  readonly run: () => Promise<CaseResult>;
}

export type CaseResult =
  | { readonly type: 'kept' }
  /** The subject says that this cannot happen to its storage, or cannot be told of it. */
  | { readonly type: 'not-applicable'; readonly because: string };

export interface ContractOptions {
  /** A case that takes longer is broken: somebody waits for ever. 60 seconds when left out. */
  readonly caseTimeMaxMs?: number;
}

const DEFINITIONS: readonly CaseDefinition[] = [
  ...userCases,
  ...emailAddressCases,
  ...deletionCases,
  ...resourceCases,
  ...createTogetherCases,
  ...quotaCases,
  ...sessionCases,
  ...accessKeyCases,
  ...loginThrottleCases,
  ...auditEventCases,
  ...auditOfCommandCases,
  ...transactionCases,
  ...hostTransactionCases,
  ...authorityCases,
  ...overlapCases,
  ...costCases,
  ...secretCases,
  ...outageCases,
];

const CASE_TIME_MAX_MS = 60_000;

/**
 * The executable definition of what a storage must guarantee. Run every case with any test runner; each
 * makes a storage of its own. `checkContract` runs them all by itself and gives a report.
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
        // What waits for ever may not let go of its connection either.
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
