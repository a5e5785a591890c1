import { useAddress } from '../../navigation.js';
import { Quotas } from '../../parts/quota-table.js';
import { Screen } from '../../parts/screen.js';
import { Tabs } from '../../parts/tabs.js';
import { may, useMe } from '../../session.js';
import { text } from '../../text.js';
import { UserGroups } from '../user/groups.js';
import { Decisions } from '../user/decisions.js';
import { EmailAndPassword } from './email-and-password.js';
import { OwnKeys } from './own-keys.js';
import { OwnSessions } from './own-sessions.js';

const TABS = [
  { id: 'quotas', text: text.user.quotas },
  { id: 'password', text: text.account.password },
  { id: 'sessions', text: text.user.sessions },
  { id: 'keys', text: text.user.keys },
  { id: 'groups', text: text.user.groups },
  { id: 'decisions', text: text.account.decisions },
];

/** What do I have, and how do I keep it mine? One request a tab. */
export function Account() {
  const me = useMe();
  const { query } = useAddress();
  const selected = TABS.find(({ id }) => id === query['tab'])?.id ?? 'quotas';
  return (
    <Screen
      title={text.nav.account}
      about={
        <>
          {me.email} · <code class="id">{me.id}</code>
        </>
      }
    >
      <Tabs label={text.account.parts} tabs={TABS} selected={selected} />
      {selected === 'quotas' && (
        <Quotas owner={{ type: 'user', id: me.id }} mayChange={may('quota:set', 'own')} />
      )}
      {selected === 'password' && <EmailAndPassword />}
      {selected === 'sessions' && <OwnSessions />}
      {selected === 'keys' && <OwnKeys />}
      {selected === 'groups' && <UserGroups userId={me.id} none={text.group.noneOfMine} />}
      {selected === 'decisions' && <Decisions userId={me.id} />}
    </Screen>
  );
}
