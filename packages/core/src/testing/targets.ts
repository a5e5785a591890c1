import { belongingTo, PLATFORM, type Attributes, type Target } from '../policy/action.js';

/** Makes targets for tests of a policy, in one line each. */
export const targets = {
  platform: PLATFORM,
  /** A user, and equally their sessions and quotas. */
  user: (id: string): Target => belongingTo(id),
  resource: (ownerId: string, kind = 'resource', attributes: Attributes = {}): Target => ({
    ownerId,
    kind,
    attributes,
  }),
};
