import { useEffect } from 'preact/hooks';
import { api, type PolicyOverview } from './api/api.js';
import { send } from './api/send.js';
import { may } from './session.js';
import { Store, useStore } from './store.js';

type Declared = Pick<PolicyOverview, 'roles' | 'memberRoles' | 'groupTypes'>;

/** Those of every service; a host can declare more. Without types, the host's are not known. */
const known = new Store<Declared>({
  roles: ['user', 'admin'],
  memberRoles: ['owner', 'member', 'viewer'],
  groupTypes: [],
});
let isAsked = false;

/**
 * The roles that users and members can have, and the types of groups. They change with a release only, so they are asked
 * for once.
 */
export function useDeclared(): Declared {
  useEffect(() => {
    if (isAsked || !may('policy:read', 'platform')) return;
    isAsked = true;
    send(api('get', '/policy', {})).then(
      ({ body }) => known.set(body),
      () => (isAsked = false),
    );
  }, []);
  return useStore(known);
}
