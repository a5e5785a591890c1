import { api, type Decision, type User } from './api/api.js';
import { send } from './api/send.js';
import { refresh } from './api/use-data.js';
import { Store, useStore } from './store.js';

export type SessionState =
  | { readonly is: 'unknown'; readonly error: unknown }
  | { readonly is: 'out' }
  | {
      readonly is: 'in';
      readonly user: User;
      readonly decisions: readonly Decision[];
      readonly passwordLengthMin: number;
    };

export const session = new Store<SessionState>({ is: 'unknown', error: null });

/** Finds out who is signed in, and what they may do: two requests, once for each visit. */
export async function findSession(): Promise<void> {
  try {
    const { body } = await send(api('get', '/sessions/current', {}), { isQuiet: true });
    const { user, passwordLengthMin } = body;
    session.set(
      user === null
        ? { is: 'out' }
        : { is: 'in', user, decisions: await decisionsOf(user), passwordLengthMin },
    );
  } catch (error) {
    session.set({ is: 'unknown', error });
  }
}

export async function signIn(email: string, password: string): Promise<User> {
  const { body } = await send(api('post', '/sessions', { body: { email, password, cookie: true } }), {
    isQuiet: true,
  });
  return body.user;
}

export async function signOut(): Promise<void> {
  await send(api('delete', '/sessions/current', {}), { isQuiet: true }).catch(() => {
    // A session that has ended by itself is out as well.
  });
  refresh();
  session.set({ is: 'out' });
}

async function decisionsOf({ id }: User): Promise<readonly Decision[]> {
  const { body } = await send(api('get', '/users/{id}/decisions', { path: { id } }), { isQuiet: true });
  return body.items;
}

/** The user who is signed in; only for what is drawn while somebody is. */
export function useMe(): User {
  return useSignedIn().user;
}

/** The same, with what the service says beside it. */
export function useSignedIn(): Extract<SessionState, { is: 'in' }> {
  const state = useStore(session);
  if (state.is !== 'in') throw new Error('Nobody is signed in.');
  return state;
}

/**
 * May the user who is signed in do this? It only decides what is shown: the server decides what happens. A confirmation
 * that is missing is asked for when it is needed.
 */
export function may(action: string, target: Decision['target']): boolean {
  const state = session.value;
  return (
    state.is === 'in' &&
    state.decisions.some(
      (one) =>
        one.action === action &&
        one.target === target &&
        (one.allowed || one.reason === 'confirmation-required'),
    )
  );
}

/** Does it depend on the group, of which one may be a member? */
export function mayAsMember(action: string): boolean {
  const state = session.value;
  return (
    state.is === 'in' &&
    state.decisions.some(
      (one) => one.action === action && one.target === 'foreign' && one.reason.includes('member'),
    )
  );
}

/** The actions that the policy decides about. */
export function actions(): readonly string[] {
  const state = session.value;
  return state.is === 'in' ? [...new Set(state.decisions.map(({ action }) => action))] : [];
}

/** The kinds of resources that this service knows. */
export function kinds(): readonly string[] {
  const state = session.value;
  const all = state.is === 'in' ? state.decisions.map(({ kind }) => kind) : [];
  return [...new Set(all.filter((kind) => kind !== null))];
}
