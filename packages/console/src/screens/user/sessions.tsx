import { api, type Session } from '../../api/api.js';
import { send } from '../../api/send.js';
import { refresh, useData } from '../../api/use-data.js';
import { Empty } from '../../parts/empty.js';
import { explain, ProblemNote } from '../../parts/problem-note.js';
import { Table } from '../../parts/table.js';
import { Time } from '../../parts/time.js';
import { say } from '../../parts/toasts.js';
import { Words } from '../../parts/words.js';
import { findSession } from '../../session.js';
import * as text from '../../text.js';

/** Where they are signed in. */
export function Sessions({ userId }: { readonly userId: string }) {
  const { data, error } = useData(api('get', '/users/{id}/sessions', { path: { id: userId } }));
  if (error !== null) return <ProblemNote error={error} />;
  return (
    <Table
      caption={text.userSessions}
      rows={data?.items ?? null}
      keyOf={({ id }) => id}
      labelOf={({ clientAddress, userAgent }) => userAgent ?? clientAddress ?? ''}
      columns={[
        {
          head: text.sessionClient,
          is: 'wide',
          cell: ({ userAgent, current }) => (
            <>
              <Words of={userAgent ?? text.sessionUnknown} />
              {current && <span class="badge active"> {text.sessionCurrent}</span>}
            </>
          ),
        },
        { head: text.sessionAddress, cell: ({ clientAddress }) => clientAddress ?? '–' },
        { head: text.sessionUsed, cell: ({ lastUsedAt }) => <Time at={lastUsedAt} /> },
        { head: text.sessionExpires, cell: ({ expiresAt }) => <Time at={expiresAt} /> },
        {
          head: text.tableActions,
          is: 'end',
          cell: (session) => (
            <button type="button" onClick={() => void end(userId, session)}>
              {text.sessionEnd}
            </button>
          ),
        },
      ]}
      empty={<Empty>{text.sessionNone}</Empty>}
    />
  );
}

async function end(userId: string, { id, current }: Session): Promise<void> {
  try {
    await send(api('delete', '/users/{id}/sessions/{sessionId}', { path: { id: userId, sessionId: id } }));
    say(text.sessionEnded);
    if (current) await findSession();
  } catch (error) {
    say(explain(error));
  }
  refresh();
}
