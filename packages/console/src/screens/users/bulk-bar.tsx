import { ask } from '../../parts/ask.js';
import { text } from '../../text.js';
import { disableUsers, enableUsers, endSessionsOf, type UserRow } from './bulk.js';
import { DeleteSelected, LimitSelected } from './bulk-dialogs.js';

interface BulkBarProps {
  readonly users: readonly UserRow[];
  readonly clear: () => void;
}

/** What can be done with the selected rows, in one request. */
export function BulkBar({ users, clear }: BulkBarProps) {
  if (users.length === 0) return null;
  return (
    <div class="bulk" role="group" aria-label={text.bulk.label}>
      <strong>{text.bulk.selected(users.length)}</strong>
      <button
        type="button"
        onClick={() => void ask<true>((close) => <LimitSelected users={users} close={close} />)}
      >
        {text.bulk.limit}
      </button>
      <button type="button" onClick={() => void disableUsers(users)}>
        {text.bulk.disable}
      </button>
      <button type="button" onClick={() => void enableUsers(users)}>
        {text.bulk.enable}
      </button>
      <button type="button" onClick={() => void endSessionsOf(users)}>
        {text.bulk.endSessions}
      </button>
      <button
        type="button"
        class="danger"
        onClick={() => void ask<true>((close) => <DeleteSelected users={users} close={close} />)}
      >
        {text.bulk.delete}
      </button>
      <button type="button" class="plain" onClick={clear}>
        {text.bulk.clear}
      </button>
    </div>
  );
}
