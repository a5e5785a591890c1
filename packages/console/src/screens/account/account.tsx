import { useAddress } from '../../navigation.js';
import { UserQuotas } from '../../parts/quota-table.js';
import { Screen } from '../../parts/screen.js';
import { Tabs } from '../../parts/tabs.js';
import { may, useMe } from '../../session.js';
import * as text from '../../text.js';
import { UserGroups } from '../user/groups.js';
import { Decisions } from '../user/decisions.js';
import { EmailAndPassword } from './email-and-password.js';
import { OwnKeys } from './own-keys.js';
import { OwnSessions } from './own-sessions.js';

const TABS = [
  { id: 'quotas', text: text.userQuotas },
  { id: 'password', text: text.accountPassword },
  { id: 'sessions', text: text.userSessions },
  { id: 'keys', text: text.userKeys },
  { id: 'groups', text: text.userGroups },
  { id: 'decisions', text: text.accountDecisions },
];

/** What do I have, and how do I keep it mine? One request a tab. */
export function Account() {
  const me = useMe();
  const { query } = useAddress();
  const selected = TABS.find(({ id }) => id === query['tab'])?.id ?? 'quotas';
  return (
    <Screen
      title={text.navAccount}
      about={
        <>
          {me.email} · <code class="id">{me.id}</code>
        </>
      }
    >
      <Tabs label={text.accountParts} tabs={TABS} selected={selected} />
      {selected === 'quotas' && <UserQuotas id={me.id} mayChange={may('quota:set', 'own')} />}
      {selected === 'password' && <EmailAndPassword />}
      {selected === 'sessions' && <OwnSessions />}
      {selected === 'keys' && <OwnKeys />}
      {selected === 'groups' && <UserGroups userId={me.id} none={text.groupNoneOfMine} />}
      {selected === 'decisions' && <Decisions userId={me.id} />}
    </Screen>
  );
}
