import { anonymous, systemActor, imaginedActor, type ActorCredential, type UserActor } from '../actor.js';
import type { AccessKeyId, SessionId, UserId } from '../ids.js';
import type { UserStatus } from '../users/user.js';

interface TestUser {
  readonly id?: string;
  readonly role?: string;
  readonly status?: UserStatus;
  /** The credential of the actor; by default `password`. */
  readonly credential?: ActorCredential['type'];
  /** Has the actor given the password lately? By default yes, except with an access key. */
  readonly confirmed?: boolean;
}

const CREDENTIALS: { readonly [T in ActorCredential['type']]: ActorCredential } = {
  password: { type: 'password' },
  session: { type: 'session', sessionId: 'session' as SessionId },
  'access-key': { type: 'access-key', accessKeyId: 'key' as AccessKeyId },
};

/** Makes actors for tests of a policy, in one line each. The real ones come from `authenticate`. */
export const actors = {
  anonymous,
  system: systemActor,
  user: (user: TestUser = {}): UserActor => make({ role: 'user', ...user }),
  admin: (user: TestUser = {}): UserActor => make({ role: 'admin', ...user }),
};

function make({
  id = 'ann',
  role = 'user',
  status = 'active',
  credential = 'password',
  confirmed = credential !== 'access-key',
}: TestUser): UserActor {
  return imaginedActor({ id: id as UserId, role, status, credential: CREDENTIALS[credential], confirmed });
}
