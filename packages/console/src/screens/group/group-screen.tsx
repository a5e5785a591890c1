import { useRef } from 'preact/hooks';
import { api, type Group } from '../../api/api.js';
import { useData } from '../../api/use-data.js';
import { to, useAddress } from '../../navigation.js';
import { ask } from '../../parts/ask.js';
import { OwnerLink } from '../../parts/owner-link.js';
import { ProblemNote } from '../../parts/problem-note.js';
import { Quotas } from '../../parts/quota-table.js';
import { Screen } from '../../parts/screen.js';
import { shortId } from '../../parts/short-id.js';
import { Tabs } from '../../parts/tabs.js';
import { Time } from '../../parts/time.js';
import { useMayIn } from '../../may-in-group.js';
import { may } from '../../session.js';
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
  const parentId = group?.parentId ?? null;
  const mayIn = useMayIn(id);
  const tabs = [
    { id: 'quotas', text: text.groupQuotas },
    { id: 'below', text: text.groupBelow },
    { id: 'resources', text: text.groupResources },
    { id: 'members', text: text.groupMembers },
    ...(mayIn('group:update') ? [{ id: 'change', text: text.groupChange }] : []),
  ];
  const selected = tabs.find((tab) => tab.id === query['tab'])?.id ?? 'quotas';
  const quotas = useData(
    selected === 'quotas'
      ? api('get', '/groups/{id}/quotas', { path: { id }, query: { include: 'above' } })
      : null,
  );
  // The nearest one, if one may see it. The first tab names it, and the others only know it from there.
  const nearest = quotas.data?.above?.[0]?.owner;
  const above = useRef<typeof nearest>(undefined);
  if (nearest !== undefined) above.current = nearest;
  const parent = above.current;
  const name = typeof parent === 'object' && parent.id === parentId ? parent.name : shortId(parentId ?? '');
  return (
    <Screen
      title={group?.name ?? text.navGroup}
      about={
        group !== null && (
          <>
            {group.type} · <code class="id">{id}</code>
            {parentId !== null && (
              <>
                {' '}
                · {text.groupIn}{' '}
                <OwnerLink id={parentId} type="group" name={parent === 'above' ? null : name} />
              </>
            )}{' '}
            · {text.userCreatedAt} <Time at={group.createdAt} />
            {may('audit-event:read', 'platform') && (
              <>
                {' '}
                · <a href={to('/audit', { owner: id })}>{text.groupEvents}</a>
              </>
            )}
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
          {selected === 'quotas' && (
            <Quotas owner={{ type: 'group', id }} of={quotas} mayChange={mayIn('quota:set')} />
          )}
          {selected === 'below' && <Below id={id} />}
          {selected === 'resources' && (
            <GroupResources id={id} group={group} mayAdd={mayIn('resource:create')} />
          )}
          {selected === 'members' && <Members id={id} group={group} mayIn={mayIn} />}
          {selected === 'change' && group !== null && <ChangeGroup group={group} etag={etag} mayIn={mayIn} />}
        </>
      )}
    </Screen>
  );
}
