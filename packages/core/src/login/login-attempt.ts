import type { UserWithPassword } from '../users/user-store.js';

/** One password of valid form that a client tries for an account, which may not exist. */
export interface LoginAttempt {
  /** The canonical email address, or the given text if it is not valid. */
  readonly account: string;
  /** The network that the client belongs to, as the throttle counts it. */
  readonly network: string;
  /** The user as committed when the request began; status, role and hash are never cached. */
  readonly found: UserWithPassword | null;
  readonly password: string;
}
