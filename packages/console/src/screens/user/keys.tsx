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
import { text } from '../../text.js';

/** The keys that sign requests for them. */
export function Keys({ userId, none = text.key.none }: { readonly userId: string; readonly none?: string }) {
  const { data, error } = useData(api('get', '/users/{id}/access-keys', { path: { id: userId } }));
  if (error !== null) return <ProblemNote error={error} />;
  return (
    <Table
      caption={text.user.keys}
      rows={data?.items ?? null}
      keyOf={({ id }) => id}
      labelOf={({ name }) => name}
      columns={[
        { head: text.key.name, is: 'wide', cell: ({ name }) => <Words of={name} /> },
        { head: text.key.id, cell: ({ id }) => <code class="id">{id}</code> },
        { head: text.key.used, cell: ({ lastUsedAt }) => <Time at={lastUsedAt} /> },
        {
          head: text.key.expires,
          cell: ({ expiresAt }) => (expiresAt === null ? text.key.noEnd : <Time at={expiresAt} />),
        },
        {
          head: text.table.actions,
          is: 'end',
          cell: (key) => (
            <button type="button" class="danger" onClick={() => revoke(userId, key)}>
              {text.key.revoke}
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
    say(text.key.revoked(name));
    refresh();
  };
  void ask<true>((close) => (
    <Irreversible title={text.key.revoke} name={name} button={text.key.revoke} act={act} close={close}>
      <p>{text.key.revokeWhat}</p>
    </Irreversible>
  ));
}
