import { anonymous, systemActor, userActor, type UserActor } from '../actors/actor.js';
import type { UserId } from '../ids.js';
import type { UserStatus } from '../users/user.js';

interface TestUser {
  readonly id?: string;
  readonly role?: string;
  readonly status?: UserStatus;
}

/** Actors for tests of a policy, in one line each: the real ones come from `authenticate`. */
export const actors = {
  anonymous,
  system: systemActor,
  user: (user: TestUser = {}): UserActor => make({ role: 'user', ...user }),
  admin: (user: TestUser = {}): UserActor => make({ role: 'admin', ...user }),
};

function make({ id = 'ann', role = 'user', status = 'active' }: TestUser): UserActor {
  return userActor({ id: id as UserId, role, status }, { type: 'password' });
}
