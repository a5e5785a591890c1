import type { ContractSubject } from './contract-subject.js';
import { GUARANTEES, type GuaranteeId } from './guarantees.js';
import {
  storageContract,
  type CaseResult,
  type ContractCase,
  type ContractOptions,
} from './storage-contract.js';

export interface CheckOptions extends ContractOptions {
  /** The guarantees to check; by default all of them. */
  readonly guarantees?: readonly GuaranteeId[];
  /** The number of cases to run at once, each with a storage of its own; by default 1. */
  readonly casesAtOnce?: number;
  /** Stop at the first case that is broken? By default no. */
  readonly untilBroken?: boolean;
  /** Called after each case, to show progress; by default nothing is. */
  readonly onCase?: (done: number, of: number) => void;
}

export interface ContractReport {
  /** Is no guarantee broken? */
  readonly isKept: boolean;
  readonly guarantees: readonly GuaranteeReport[];
}

export interface GuaranteeReport {
  readonly id: GuaranteeId;
  readonly words: string;
  /** `not-applicable`: for every case, the subject said why its storage cannot show it. */
  readonly verdict: 'kept' | 'broken' | 'not-applicable';
  /** The number of its cases that were kept. */
  readonly keptCount: number;
  readonly notApplicable: readonly { readonly title: string; readonly because: string }[];
  readonly broken: readonly { readonly title: string; readonly message: string }[];
}

type Ending = CaseResult | { readonly type: 'broken'; readonly message: string };

/**
 * Runs the contract and reports on each guarantee. It never rejects because of anything that the storage does.
 *
 * @example
 * const report = await checkContract(makeStorage);
 * assert.ok(report.isKept, formatReport(report));
 */
export async function checkContract<Transaction>(
  makeStorage: () => Promise<ContractSubject<Transaction>>,
  options: CheckOptions = {},
): Promise<ContractReport> {
  const { guarantees = Object.keys(GUARANTEES) as GuaranteeId[], casesAtOnce = 1, onCase } = options;
  const cases = storageContract(makeStorage, options).filter(({ guarantee }) =>
    guarantees.includes(guarantee),
  );
  const endings = new Map<ContractCase, Ending>();
  const waiting = [...cases];
  const work = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const ending = await endingOf(next);
      endings.set(next, ending);
      onCase?.(endings.size, cases.length);
      if (ending.type === 'broken' && options.untilBroken === true) waiting.length = 0;
    }
  };
  await Promise.all(Array.from({ length: casesAtOnce }, work));
  const reports = guarantees.map((id) => reportOf(id, endings));
  return { isKept: reports.every(({ verdict }) => verdict !== 'broken'), guarantees: reports };
}

/**
 * Formats the report for people: one line for each guarantee, and how it was broken.
 *
 * @example
 * console.log(formatReport(await checkContract(makeStorage)));
 */
export function formatReport({ guarantees }: ContractReport): string {
  return guarantees
    .map((guarantee) => {
      const { id, words, verdict, keptCount, notApplicable, broken } = guarantee;
      const figures = [
        keptCount > 0 ? `${keptCount} kept` : null,
        broken.length > 0 ? `${broken.length} broken` : null,
        notApplicable.length > 0 ? `${notApplicable.length} not applicable` : null,
      ].filter((figure) => figure !== null);
      const details = [
        ...broken.map(({ title, message }) => `    ✘ ${title}\n${indented(message)}`),
        ...notApplicable.map(({ title, because }) => `    – ${title}\n${indented(because)}`),
      ];
      return [`${id} ${verdict.toUpperCase()} (${figures.join(', ')}): ${words}`, ...details].join('\n');
    })
    .join('\n');
}

async function endingOf({ run }: ContractCase): Promise<Ending> {
  try {
    return await run();
  } catch (error) {
    return { type: 'broken', message: error instanceof Error ? error.message : String(error) };
  }
}

function reportOf(id: GuaranteeId, endings: ReadonlyMap<ContractCase, Ending>): GuaranteeReport {
  const own = [...endings].filter(([{ guarantee }]) => guarantee === id);
  const keptCount = own.filter(([, ending]) => ending.type === 'kept').length;
  const broken = own.flatMap(([{ title }, ending]) =>
    ending.type === 'broken' ? [{ title, message: ending.message }] : [],
  );
  const notApplicable = own.flatMap(([{ title }, ending]) =>
    ending.type === 'not-applicable' ? [{ title, because: ending.because }] : [],
  );
  const otherwise = keptCount === 0 && notApplicable.length > 0 ? 'not-applicable' : 'kept';
  const verdict = broken.length > 0 ? 'broken' : otherwise;
  return { id, words: GUARANTEES[id], verdict, keptCount, notApplicable, broken };
}

function indented(text: string): string {
  return text
    .split('\n')
    .map((line) => `      ${line}`)
    .join('\n');
}
