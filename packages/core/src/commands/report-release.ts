import type { Released } from '../quotas/released.js';
import type { CommandContext } from './context.js';

/** Reports usage that was too low for what a command has released; `ownerId` is the owner nearest to it. */
export function reportRelease(
  { onFault }: CommandContext,
  outcome: Released | { readonly type: string },
  ownerId: string,
): void {
  if ('isUsageTooLow' in outcome && outcome.isUsageTooLow) onFault({ type: 'usage-too-low', ownerId });
}
