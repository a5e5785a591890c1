import { isExpired } from '../access-keys/access-key.js';
import type { AccessKeyId, SessionId } from '../ids.js';
import type { Kernel } from '../kernel.js';
import { isConfirmed, isLive, type Session } from '../sessions/session.js';
import { groundsOf, userActor, withAttributes, type UserActor, type UserWithAuthority } from './actor.js';

/** The actor as a new request with the same credential would be, or `null` when the credential is gone. */
export async function findAgain(kernel: Kernel, actor: UserActor): Promise<UserActor | null> {
  const found = await findByCredential(kernel, actor);
  if (found === null || actor.attributes === undefined) return found;
  return withAttributes(found, actor.attributes);
}

function findByCredential(kernel: Kernel, actor: UserActor): Promise<UserActor | null> {
  const { credential } = actor;
  switch (credential.type) {
    case 'session':
      return findBySession(kernel, credential.sessionId);
    case 'access-key':
      return findByAccessKey(kernel, credential.accessKeyId);
    case 'password':
      return findByPassword(kernel, actor);
  }
}

async function findBySession({ clock, stores }: Kernel, sessionId: SessionId): Promise<UserActor | null> {
  const found = await stores.sessions.find(sessionId);
  const now = clock.now();
  if (found === null || !isLive(found.session, now) || found.user.status !== 'active') return null;
  return sessionActor(found, found.session, now);
}

export function sessionActor(found: UserWithAuthority, session: Session, now: Date): UserActor {
  const credential = { type: 'session', sessionId: session.id } as const;
  return userActor(found, credential, { confirmed: isConfirmed(session, now) });
}

async function findByAccessKey(
  { clock, stores }: Kernel,
  accessKeyId: AccessKeyId,
): Promise<UserActor | null> {
  const found = await stores.accessKeys.find(accessKeyId);
  if (found === null || isExpired(found.accessKey, clock.now()) || found.user.status !== 'active')
    return null;
  return userActor(found, { type: 'access-key', accessKeyId }, { confirmed: false });
}

async function findByPassword({ stores }: Kernel, actor: UserActor): Promise<UserActor | null> {
  const { passwordVersion } = groundsOf(actor);
  const found = await stores.users.findWithPassword({ id: actor.id });
  if (found?.passwordVersion !== passwordVersion || found.user.status !== 'active') return null;
  return userActor(found, { type: 'password' }, { confirmed: true, passwordVersion });
}
