import { useEffect, useRef } from 'preact/hooks';
import { api } from '../../api/api.js';
import { Problem } from '../../api/problem.js';
import { refresh, useData } from '../../api/use-data.js';
import { useAddress } from '../../navigation.js';
import { UserQuotas } from '../../parts/quota-table.js';
import { OwnedResources } from '../../parts/owned-resources.js';
import { ProblemNote } from '../../parts/problem-note.js';
import { Screen } from '../../parts/screen.js';
import { Status } from '../../parts/status.js';
import { Tabs } from '../../parts/tabs.js';
import { Time } from '../../parts/time.js';
import { may, useMe } from '../../session.js';
import * as text from '../../text.js';
import { Activity } from './activity.js';
import { DangerZone } from './danger-zone.js';
import { Decisions } from './decisions.js';
import { UserGroups } from './groups.js';
import { Keys } from './keys.js';
import { RoleSelect } from './role-select.js';
import { Sessions } from './sessions.js';

/** While a user is being deleted, their page shows how much is left. */
const LOOK_AGAIN_MS = 3_000;

/** Everything about one user: what they have, what they may do, what they did. At most two requests a tab. */
export function UserScreen({ id }: { readonly id: string }) {
  const me = useMe();
  const { query } = useAddress();
  const { data: user, etag, error } = useData(api('get', '/users/{id}', { path: { id } }));
  const isGoing = user?.status === 'deleting';
  const wasGoing = useRef(false);
  wasGoing.current ||= isGoing;
  useEffect(() => {
    if (!isGoing) return;
    const timer = setInterval(refresh, LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [isGoing]);
  const isGone = wasGoing.current && error instanceof Problem && error.status === 404;
  const target = id === me.id ? 'own' : 'foreign';
  const mayChange = may('user:update', target);
  const tabs = [
    { id: 'quotas', text: text.userQuotas, isShown: true },
    { id: 'resources', text: text.userResources, isShown: true },
    { id: 'groups', text: text.userGroups, isShown: true },
    { id: 'sessions', text: text.userSessions, isShown: true },
    { id: 'keys', text: text.userKeys, isShown: true },
    { id: 'activity', text: text.userActivity, isShown: may('audit-event:read', 'platform') },
    { id: 'decisions', text: text.userDecisions, isShown: true },
    { id: 'danger', text: text.userDanger, isShown: mayChange },
  ].filter(({ isShown }) => isShown);
  const selected = tabs.find((tab) => tab.id === query['tab'])?.id ?? 'quotas';

  return (
    <Screen
      title={user?.email ?? text.navUser}
      about={
        user === null ? null : (
          <>
            <Status of={user.status} /> · {text.userCreatedAt} <Time at={user.createdAt} /> ·{' '}
            <code class="id">{user.id}</code>
          </>
        )
      }
      actions={
        user !== null &&
        (mayChange ? <RoleSelect user={user} etag={etag} /> : <span class="muted">{user.role}</span>)
      }
    >
      {isGone ? <p class="note">{text.userGone}</p> : <ProblemNote error={error} />}
      {isGoing && <p class="note">{text.userDeleting}</p>}
      {error === null && (
        <>
          <Tabs label={text.userParts} tabs={tabs} selected={selected} />
          {selected === 'quotas' && <UserQuotas id={id} mayChange={may('quota:set', target)} />}
          {selected === 'resources' && <OwnedResources owner={{ type: 'user', id }} />}
          {selected === 'groups' && <UserGroups userId={id} />}
          {selected === 'sessions' && <Sessions userId={id} />}
          {selected === 'keys' && <Keys userId={id} />}
          {selected === 'activity' && <Activity userId={id} />}
          {selected === 'decisions' && <Decisions userId={id} />}
          {selected === 'danger' && user !== null && <DangerZone user={user} etag={etag} />}
        </>
      )}
    </Screen>
  );
}
