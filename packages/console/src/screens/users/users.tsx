import { useEffect, useState } from 'preact/hooks';
import { api } from '../../api/api.js';
import { useData } from '../../api/use-data.js';
import { go, here, to, useAddress } from '../../navigation.js';
import { ask } from '../../parts/ask.js';
import { Download } from '../../parts/download.js';
import { Empty } from '../../parts/empty.js';
import { useKey } from '../../parts/keys.js';
import { Pager } from '../../parts/pager.js';
import { ProblemNote } from '../../parts/problem-note.js';
import { fullest, QuotaBar } from '../../parts/quota-bar.js';
import { Screen } from '../../parts/screen.js';
import { Status } from '../../parts/status.js';
import { Table, type Column } from '../../parts/table.js';
import { Time } from '../../parts/time.js';
import { Words } from '../../parts/words.js';
import { may } from '../../session.js';
import * as text from '../../text.js';
import { BulkBar } from './bulk-bar.js';
import { NewUser } from './new-user.js';
import { UserFilters } from './user-filters.js';

type UserRow = NonNullable<ReturnType<typeof useUsers>['data']>['items'][number];

const COLUMNS: readonly Column<UserRow>[] = [
  {
    head: text.userEmail,
    is: 'wide',
    cell: ({ id, email }) => (
      <a href={to(`/users/${id}`)}>
        <Words of={email} />
      </a>
    ),
  },
  { head: text.userRole, cell: ({ role }) => role },
  { head: text.userStatus, cell: ({ status }) => <Status of={status} /> },
  {
    head: text.usersFullest,
    cell: ({ quotas = [] }) => {
      const quota = fullest(quotas);
      return quota === null ? null : <QuotaBar quota={quota} isNamed={quotas.length > 1} />;
    },
  },
  { head: text.userCreated, cell: ({ createdAt }) => <Time at={createdAt} /> },
];

/** Who is there, and who is at a limit? */
export function Users() {
  const { query } = useAddress();
  const { data, error, isStale } = useUsers(query);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const isFiltered = ['q', 'role', 'status', 'over', 'near'].some((name) => query[name] !== undefined);
  const addUser = () => {
    void ask<string>((close) => <NewUser close={close} />).then(
      (id) => id !== null && go(to(`/users/${id}`)),
    );
  };
  useKey('n', text.usersAdd, addUser);
  // Nobody acts on rows that they no longer see.
  useEffect(() => setSelected(new Set()), [data]);

  const rows = data?.items ?? null;
  return (
    <Screen
      title={text.navUsers}
      actions={
        <>
          {may('user:create', 'platform') && (
            <button type="button" class="main" onClick={addUser}>
              {text.usersAdd}
            </button>
          )}
          <Download name="users" request={listOf({ ...query, cursor: '' })} />
        </>
      }
    >
      <div class="tools">
        <UserFilters query={query} />
        <BulkBar
          users={rows?.filter(({ id }) => selected.has(id)) ?? []}
          clear={() => setSelected(new Set())}
        />
      </div>
      <ProblemNote error={error} />
      {(error === null || rows !== null) && (
        <Table
          caption={text.navUsers}
          rows={rows}
          columns={COLUMNS}
          keyOf={({ id }) => id}
          labelOf={({ email }) => email}
          hrefOf={({ id }) => to(`/users/${id}`)}
          selection={{ keys: selected, change: setSelected }}
          isStale={isStale}
          empty={
            isFiltered || query['cursor'] !== undefined ? (
              <Empty>
                {text.usersNoneFound}{' '}
                <a href={here({ q: null, role: null, status: null, over: null, near: null, cursor: null })}>
                  {text.usersShowAll}
                </a>
              </Empty>
            ) : (
              <Empty
                request={api('post', '/users', {
                  body: { email: 'ann@example.com', password: 'a long passphrase' },
                })}
              >
                {text.usersNone}
              </Empty>
            )
          }
        />
      )}
      <Pager nextCursor={data?.nextCursor} />
    </Screen>
  );
}

function useUsers(query: Readonly<Record<string, string>>) {
  return useData(listOf(query));
}

function listOf({ q, role, status, over, near, cursor }: Readonly<Record<string, string>>) {
  return api('get', '/users', { query: { q, role, status, over, near, cursor, include: 'quotas' } });
}
