import { isExpired } from '../access-keys/access-key.js';
import type { AccessKeyId, SessionId } from '../ids.js';
import type { CommandContext } from './context.js';
import { isConfirmed, isLive, type Session } from '../sessions/session.js';
import { groundsOf, userActor, withAttributes, type UserActor, type UserWithAuthority } from '../actor.js';

/** Loads the actor that a new request with the same credential would get, or `null` if the credential is gone. */
export async function findAgain(context: CommandContext, actor: UserActor): Promise<UserActor | null> {
  const found = await findByCredential(context, actor);
  if (found === null || actor.attributes === undefined) return found;
  return withAttributes(found, actor.attributes);
}

function findByCredential(context: CommandContext, actor: UserActor): Promise<UserActor | null> {
  const { credential } = actor;
  const { requestId } = groundsOf(actor);
  switch (credential.type) {
    case 'session':
      return findBySession(context, credential.sessionId, requestId);
    case 'access-key':
      return findByAccessKey(context, credential.accessKeyId, requestId);
    case 'password':
      return findByPassword(context, actor);
  }
}

async function findBySession(
  { clock, stores }: CommandContext,
  sessionId: SessionId,
  requestId: string | null,
): Promise<UserActor | null> {
  const found = await stores.sessions.find(sessionId);
  const now = clock.now();
  if (found === null || !isLive(found.session, now) || found.user.status !== 'active') return null;
  return sessionActor(found, found.session, now, requestId);
}

/** Returns the actor who uses a session; confirmed if the user entered the password recently enough. */
export function sessionActor(
  found: UserWithAuthority,
  session: Session,
  now: Date,
  requestId: string | null,
): UserActor {
  const credential = { type: 'session', sessionId: session.id } as const;
  return userActor(found, credential, { confirmed: isConfirmed(session, now), requestId });
}

async function findByAccessKey(
  { clock, stores }: CommandContext,
  accessKeyId: AccessKeyId,
  requestId: string | null,
): Promise<UserActor | null> {
  const found = await stores.accessKeys.find(accessKeyId);
  if (found === null || isExpired(found.accessKey, clock.now()) || found.user.status !== 'active')
    return null;
  return userActor(found, { type: 'access-key', accessKeyId }, { confirmed: false, requestId });
}

async function findByPassword({ stores }: CommandContext, actor: UserActor): Promise<UserActor | null> {
  const { passwordVersion, requestId } = groundsOf(actor);
  const found = await stores.users.findWithPassword({ id: actor.id });
  if (found?.passwordVersion !== passwordVersion || found.user.status !== 'active') return null;
  return userActor(found, { type: 'password' }, { confirmed: true, requestId, passwordVersion });
}
