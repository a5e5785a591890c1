import { api, type Group } from '../../api/api.js';
import { useData } from '../../api/use-data.js';
import { to, useAddress } from '../../navigation.js';
import { ask } from '../../parts/ask.js';
import { ProblemNote } from '../../parts/problem-note.js';
import { Quotas } from '../../parts/quota-table.js';
import { Screen } from '../../parts/screen.js';
import { Tabs } from '../../parts/tabs.js';
import { Time } from '../../parts/time.js';
import { useMayIn } from '../../may-in-group.js';
import * as text from '../../text.js';
import { NewGroup } from '../groups/new-group.js';
import { Below } from './below.js';
import { ChangeGroup } from './change-group.js';
import { Members } from './members.js';
import { GroupResources } from './group-resources.js';

/** Everything about one group. At most two requests a tab. */
export function GroupScreen({ id }: { readonly id: string }) {
  const { query } = useAddress();
  const { data: group, etag, error } = useData(api('get', '/groups/{id}', { path: { id } }));
  const mayIn = useMayIn(id);
  const tabs = [
    { id: 'quotas', text: text.groupQuotas },
    { id: 'below', text: text.groupBelow },
    { id: 'resources', text: text.groupResources },
    { id: 'members', text: text.groupMembers },
    ...(mayIn('group:update') ? [{ id: 'change', text: text.groupChange }] : []),
  ];
  const selected = tabs.find((tab) => tab.id === query['tab'])?.id ?? 'quotas';
  return (
    <Screen
      title={group?.name ?? text.navGroup}
      about={
        group !== null && (
          <>
            {group.type} · <code class="id">{id}</code>
            {group.parentId !== null && (
              <>
                {' '}
                · <a href={to(`/groups/${group.parentId}`)}>{text.groupAboveIt}</a>
              </>
            )}{' '}
            · {text.userCreatedAt} <Time at={group.createdAt} />
          </>
        )
      }
      actions={
        group !== null &&
        mayIn('group:create') && (
          <button
            type="button"
            onClick={() => void ask<Group>((close) => <NewGroup parent={group} close={close} />)}
          >
            {text.groupAdd}
          </button>
        )
      }
    >
      <ProblemNote error={error} />
      {error === null && (
        <>
          <Tabs label={text.groupParts} tabs={tabs} selected={selected} />
          {selected === 'quotas' && <Quotas owner={{ type: 'group', id }} mayChange={mayIn('quota:set')} />}
          {selected === 'below' && <Below id={id} />}
          {selected === 'resources' && (
            <GroupResources id={id} group={group} mayAdd={mayIn('resource:create')} />
          )}
          {selected === 'members' && <Members id={id} group={group} mayIn={mayIn} />}
          {selected === 'change' && group !== null && <ChangeGroup group={group} etag={etag} />}
        </>
      )}
    </Screen>
  );
}
