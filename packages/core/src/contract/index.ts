export { GUARANTEES, type GuaranteeId } from './guarantees.js';
export { storageContract, type ContractCase, type ContractSubject } from './storage-contract.js';
