import { useEffect } from 'preact/hooks';
import { api } from './api/api.js';
import { send } from './api/send.js';
import { may } from './session.js';
import { Store, useStore } from './store.js';

/** Those of every service; a host can declare more. */
const BUILT_IN = ['user', 'admin'];

const BUILT_IN_OF_MEMBERS = ['owner', 'member', 'viewer'];

const known = new Store({ roles: BUILT_IN, memberRoles: BUILT_IN_OF_MEMBERS });
let isAsked = false;

/** The roles that users and members can have. They change with a release only, so they are asked for once. */
export function useRoles(): { readonly roles: readonly string[]; readonly memberRoles: readonly string[] } {
  useEffect(() => {
    if (isAsked || !may('policy:read', 'platform')) return;
    isAsked = true;
    send(api('get', '/policy', {})).then(
      ({ body: { roles, memberRoles } }) => known.set({ roles, memberRoles }),
      () => (isAsked = false),
    );
  }, []);
  return useStore(known);
}
