import type { GuaranteeId } from './guarantees.js';
import type { World } from './world.js';

/** One case of the contract, as the files of this folder define it. */
export interface CaseDefinition {
  readonly guarantee: GuaranteeId;
  readonly title: string;
  readonly run: (world: World) => Promise<void>;
}
