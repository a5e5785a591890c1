import { api, type AccessKey } from '../../api/api.js';
import { send } from '../../api/send.js';
import { refresh, useData } from '../../api/use-data.js';
import { ask } from '../../parts/ask.js';
import { Empty } from '../../parts/empty.js';
import { Irreversible } from '../../parts/irreversible.js';
import { ProblemNote } from '../../parts/problem-note.js';
import { Table } from '../../parts/table.js';
import { Time } from '../../parts/time.js';
import { say } from '../../parts/toasts.js';
import { Words } from '../../parts/words.js';
import * as text from '../../text.js';

/** The keys that sign requests for them. */
export function Keys({ userId, none = text.keyNone }: { readonly userId: string; readonly none?: string }) {
  const { data, error } = useData(api('get', '/users/{id}/access-keys', { path: { id: userId } }));
  if (error !== null) return <ProblemNote error={error} />;
  return (
    <Table
      caption={text.userKeys}
      rows={data?.items ?? null}
      keyOf={({ id }) => id}
      labelOf={({ name }) => name}
      columns={[
        { head: text.keyName, is: 'wide', cell: ({ name }) => <Words of={name} /> },
        { head: text.keyId, cell: ({ id }) => <code class="id">{id}</code> },
        { head: text.keyUsed, cell: ({ lastUsedAt }) => <Time at={lastUsedAt} /> },
        {
          head: text.keyExpires,
          cell: ({ expiresAt }) => (expiresAt === null ? text.keyNoEnd : <Time at={expiresAt} />),
        },
        {
          head: text.tableActions,
          is: 'end',
          cell: (key) => (
            <button type="button" class="danger" onClick={() => revoke(userId, key)}>
              {text.keyRevoke}
            </button>
          ),
        },
      ]}
      empty={<Empty>{none}</Empty>}
    />
  );
}

function revoke(userId: string, { id, name }: AccessKey): void {
  const act = async () => {
    await send(api('delete', '/users/{id}/access-keys/{keyId}', { path: { id: userId, keyId: id } }));
    say(text.keyRevoked(name));
    refresh();
  };
  void ask<true>((close) => (
    <Irreversible title={text.keyRevoke} name={name} button={text.keyRevoke} act={act} close={close}>
      <p>{text.keyRevokeWhat}</p>
    </Irreversible>
  ));
}
