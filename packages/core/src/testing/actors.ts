import { anonymous, systemActor, imaginedActor, type ActorCredential, type UserActor } from '../actor.js';
import type { AccessKeyId, SessionId, UserId } from '../ids.js';
import type { UserStatus } from '../users/user.js';

interface TestUser {
  readonly id?: string;
  readonly role?: string;
  readonly status?: UserStatus;
  /** What they came with; `password` when left out. */
  readonly credential?: ActorCredential['type'];
  /** Have they given their password lately? Unless they came with an access key when left out. */
  readonly confirmed?: boolean;
}

const CREDENTIALS: { readonly [T in ActorCredential['type']]: ActorCredential } = {
  password: { type: 'password' },
  session: { type: 'session', sessionId: 'session' as SessionId },
  'access-key': { type: 'access-key', accessKeyId: 'key' as AccessKeyId },
};

/** Actors for tests of a policy, in one line each: the real ones come from `authenticate`. */
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
