import { useEffect } from 'preact/hooks';
import { api } from './api/api.js';
import { send } from './api/send.js';
import { may } from './session.js';
import { Store, useStore } from './store.js';

/** Those of every service; a host can declare more. */
const BUILT_IN = ['user', 'admin'];

const roles = new Store<readonly string[]>(BUILT_IN);
let isAsked = false;

/** The roles that users can have. They change with a release only, so they are asked for once. */
export function useRoles(): readonly string[] {
  useEffect(() => {
    if (isAsked || !may('policy:read', 'platform')) return;
    isAsked = true;
    send(api('get', '/policy', {})).then(
      ({ body }) => roles.set(body.roles),
      () => (isAsked = false),
    );
  }, []);
  return useStore(roles);
}
