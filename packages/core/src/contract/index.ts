// `@bailiwick/core/contract` exports the guarantees as test cases, for storage of your own.
export {
  checkContract,
  formatReport,
  type CheckOptions,
  type ContractReport,
  type GuaranteeReport,
} from './check-contract.js';
export type { BeginOutage, ContractSubject, NotApplicable, Outage } from './contract-subject.js';
export { GUARANTEES, type GuaranteeId } from './guarantees.js';
export {
  storageContract,
  type CaseResult,
  type ContractCase,
  type ContractOptions,
} from './storage-contract.js';
