import type { ComponentChildren } from 'preact';
import type { ListedGroup, Quota, User } from '../api/api.js';
import { to } from '../navigation.js';
import * as text from '../text.js';
import { hrefOfOwner } from './owner-link.js';
import { fill, fullest, QuotaBar } from './quota-bar.js';
import { Table, type Column } from './table.js';
import { Words } from './words.js';

interface Owner {
  readonly id: string;
  readonly type: string;
  readonly name: string;
  readonly quota: Quota | null;
}

const COLUMNS: readonly Column<Owner>[] = [
  {
    head: text.resourceOwner,
    is: 'wide',
    cell: ({ id, type, name }) => (
      <>
        <a href={hrefOfOwner(id, type)}>
          <Words of={name} />
        </a>{' '}
        {type !== 'user' && <small class="muted">{type}</small>}
      </>
    ),
  },
  {
    head: text.usersFullest,
    cell: ({ quota }) => quota !== null && <QuotaBar quota={quota} isNamed />,
  },
];

interface Shortlist<Item> {
  readonly items: readonly Item[];
  readonly more: boolean;
}

interface OwnerBarsProps {
  readonly caption: string;
  /** `null` while they are on their way. */
  readonly of: {
    readonly users: Shortlist<User & { readonly quotas?: readonly Quota[] }>;
    readonly groups: Shortlist<ListedGroup>;
  } | null;
  /** The filter of the lists that have all of them. */
  readonly filter: Readonly<Record<string, string>>;
  readonly empty: ComponentChildren;
}

/** A few users and groups, the fullest first; a row leads to where their limit is changed. */
export function OwnerBars({ caption, of, filter, empty }: OwnerBarsProps) {
  return (
    <>
      <Table
        caption={caption}
        rows={of === null ? null : ownersIn(of)}
        columns={COLUMNS}
        keyOf={({ id }) => id}
        labelOf={({ name }) => name}
        hrefOf={({ id, type }) => hrefOfOwner(id, type)}
        empty={empty}
      />
      <p class="commands">
        {of?.users.more === true && <a href={to('/users', filter)}>{text.overviewAllUsers}</a>}
        {of?.groups.more === true && <a href={to('/groups', filter)}>{text.overviewAllGroups}</a>}
      </p>
    </>
  );
}

function ownersIn({ users, groups }: NonNullable<OwnerBarsProps['of']>): readonly Owner[] {
  const owners = [
    ...users.items.map(({ id, email, quotas }) => ({ id, type: 'user', name: email, quotas })),
    ...groups.items,
  ].map(({ id, type, name, quotas }) => ({ id, type, name, quota: fullest(quotas ?? []) }));
  const fillOf = ({ quota }: Owner) => (quota === null ? 0 : fill(quota));
  return owners.toSorted((a, b) => fillOf(b) - fillOf(a));
}
