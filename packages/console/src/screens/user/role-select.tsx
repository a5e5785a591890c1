import type { Role } from '../../api/api.js';
import { explain } from '../../parts/problem-note.js';
import { say } from '../../parts/toasts.js';
import { useDeclared } from '../../declared.js';
import * as text from '../../text.js';
import { changeUser, type ReadUser } from './change-user.js';

/** The role, changed where it stands. */
export function RoleSelect({ user, etag }: ReadUser) {
  const change = (select: HTMLSelectElement) => {
    const role = select.value as Role;
    // Until the server says otherwise, the role is what it was.
    select.value = user.role;
    changeUser({ user, etag }, { role }).catch((error: unknown) => say(explain(error)));
  };
  const { roles: known } = useDeclared();
  return (
    <label class="inline">
      <span>{text.userRole}</span>
      <select value={user.role} onChange={(event) => change(event.currentTarget)}>
        {(known.includes(user.role) ? known : [...known, user.role]).map((role) => (
          <option key={role}>{role}</option>
        ))}
      </select>
    </label>
  );
}
