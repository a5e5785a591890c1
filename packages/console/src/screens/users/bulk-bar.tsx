import type { User } from '../../api/api.js';
import { text } from '../../text.js';
import { disableUsers, enableUsers } from './bulk.js';

interface BulkBarProps {
  readonly users: readonly User[];
  readonly clear: () => void;
}

/** What can be done with the selected rows, in one request. */
export function BulkBar({ users, clear }: BulkBarProps) {
  if (users.length === 0) return null;
  return (
    <div class="bulk" role="group" aria-label={text.bulk.label}>
      <strong>{text.bulk.selected(users.length)}</strong>
      <button type="button" onClick={() => void disableUsers(users)}>
        {text.bulk.disable}
      </button>
      <button type="button" onClick={() => void enableUsers(users)}>
        {text.bulk.enable}
      </button>
      <button type="button" class="plain" onClick={clear}>
        {text.bulk.clear}
      </button>
    </div>
  );
}
