import type { ComponentChildren } from 'preact';
import type { Quota, User } from '../api/api.js';
import { to } from '../navigation.js';
import { fill, fullest, QuotaBar } from './quota-bar.js';
import { Table, type Column } from './table.js';
import { Words } from './words.js';
import { text } from '../text.js';

type UserWithQuotas = User & { readonly quotas?: readonly Quota[] };

const COLUMNS: readonly Column<UserWithQuotas>[] = [
  {
    head: text.user.email,
    is: 'wide',
    cell: ({ id, email }) => (
      <a href={to(`/users/${id}`)}>
        <Words of={email} />
      </a>
    ),
  },
  {
    head: text.users.fullest,
    cell: ({ quotas = [] }) => {
      const quota = fullest(quotas);
      return quota === null ? null : <QuotaBar quota={quota} isNamed />;
    },
  },
];

interface UserBarsProps {
  readonly caption: string;
  readonly users: readonly UserWithQuotas[] | null;
  readonly empty: ComponentChildren;
}

function fillOf({ quotas = [] }: UserWithQuotas): number {
  const quota = fullest(quotas);
  return quota === null ? 0 : fill(quota);
}

/** A few users, the fullest first; a row leads to where their limit is changed. */
export function UserBars({ caption, users, empty }: UserBarsProps) {
  return (
    <Table
      caption={caption}
      rows={users?.toSorted((a, b) => fillOf(b) - fillOf(a)) ?? null}
      columns={COLUMNS}
      keyOf={({ id }) => id}
      labelOf={({ email }) => email}
      hrefOf={({ id }) => to(`/users/${id}`)}
      empty={empty}
    />
  );
}
