import type { Storage } from '../storage.js';
import { auditEventCases } from './audit-events.js';
import type { GuaranteeId } from './guarantees.js';
import { hostTransactionCases } from './host-transactions.js';
import { loginThrottleCases } from './login-throttle.js';
import { quotaCases } from './quotas.js';
import { resourceCases } from './resources.js';
import { sessionCases } from './sessions.js';
import { transactionCases } from './transactions.js';
import { userCases } from './users.js';
import { World } from './world.js';

/** An empty storage of its own for one case. */
export interface ContractSubject<Transaction = unknown> {
  readonly storage: Storage<Transaction>;
  /** A transaction of the host's own: commits when `work` resolves, rolls back and rethrows when it throws. */
  readonly hostTransaction: <T>(work: (transaction: Transaction) => Promise<T>) => Promise<T>;
  close(): Promise<void>;
}

export interface ContractCase {
  readonly guarantee: GuaranteeId;
  /** A sentence with the operation first; unique. */
  readonly title: string;
  /** Rejects with an `AssertionError` of `node:assert` when the guarantee is broken. */
  readonly run: () => Promise<void>;
}

/** One case as it is written down in this folder. */
export interface CaseDefinition {
  readonly guarantee: GuaranteeId;
  readonly title: string;
  readonly run: (world: World) => Promise<void>;
}

/**
 * The executable definition of what a storage must guarantee. Run every case with any test runner; each
 * makes a storage of its own, which should have several connections, so that the races are real. A
 * storage without a login throttle promises nothing about one: those cases are about the one it has.
 *
 * @example
 * for (const { title, run } of storageContract(makeStorage)) test(title, run);
 */
export function storageContract<Transaction>(
  makeStorage: () => Promise<ContractSubject<Transaction>>,
): readonly ContractCase[] {
  const definitions: readonly CaseDefinition[] = [
    ...userCases,
    ...resourceCases,
    ...quotaCases,
    ...sessionCases,
    ...loginThrottleCases,
    ...auditEventCases,
    ...transactionCases,
    ...hostTransactionCases,
  ];
  return definitions.map(({ guarantee, title, run }) => ({
    guarantee,
    title: `${guarantee} ${title}`,
    async run() {
      const subject = await makeStorage();
      try {
        await run(new World(subject as ContractSubject));
      } finally {
        await subject.close();
      }
    },
  }));
}
