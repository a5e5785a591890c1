import { ask } from '../../parts/ask.js';
import * as text from '../../text.js';
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
    <div class="bulk" role="group" aria-label={text.bulkLabel}>
      <strong>{text.bulkSelected(users.length)}</strong>
      <button
        type="button"
        onClick={() => void ask<true>((close) => <LimitSelected users={users} close={close} />)}
      >
        {text.bulkLimit}
      </button>
      <button type="button" onClick={() => void disableUsers(users)}>
        {text.bulkDisable}
      </button>
      <button type="button" onClick={() => void enableUsers(users)}>
        {text.bulkEnable}
      </button>
      <button type="button" onClick={() => void endSessionsOf(users)}>
        {text.bulkEndSessions}
      </button>
      <button
        type="button"
        class="danger"
        onClick={() => void ask<true>((close) => <DeleteSelected users={users} close={close} />)}
      >
        {text.bulkDelete}
      </button>
      <button type="button" class="plain" onClick={clear}>
        {text.bulkClear}
      </button>
    </div>
  );
}
