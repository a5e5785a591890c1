import type { GuaranteeId } from './guarantees.js';
import type { World } from './world.js';

/** One case as it is written down in this folder. */
export interface CaseDefinition {
  readonly guarantee: GuaranteeId;
  readonly title: string;
  readonly run: (world: World) => Promise<void>;
}
