import { useEffect, useState } from 'preact/hooks';
import { go, here } from '../../navigation.js';
import { text } from '../../text.js';

const TYPING_MS = 200;
const ROLES = ['user', 'admin'];
const STATUSES = ['active', 'disabled', 'deleting'] as const;

/** What the list shows, all of it in the URL. */
export function UserFilters({ query }: { readonly query: Readonly<Record<string, string>> }) {
  const searched = query['q'] ?? '';
  const [q, setQ] = useState(searched);
  useEffect(() => setQ(searched), [searched]);
  useEffect(() => {
    if (q.trim() === searched) return;
    const timer = setTimeout(() => go(here({ q: q.trim(), cursor: null }), 'replace'), TYPING_MS);
    return () => clearTimeout(timer);
  }, [q, searched]);
  const set = (name: string, value: string | null) => go(here({ [name]: value, cursor: null }));
  return (
    <form class="filters" role="search" onSubmit={(event) => event.preventDefault()}>
      <input
        type="search"
        aria-label={text.users.search}
        placeholder={text.users.search}
        autocomplete="off"
        spellcheck={false}
        value={q}
        onInput={(event) => setQ(event.currentTarget.value)}
      />
      <label>
        <span>{text.user.role}</span>
        <select value={query['role'] ?? ''} onChange={(event) => set('role', event.currentTarget.value)}>
          <option value="">{text.filter.any}</option>
          {ROLES.map((role) => (
            <option key={role}>{role}</option>
          ))}
        </select>
      </label>
      <label>
        <span>{text.user.status}</span>
        <select value={query['status'] ?? ''} onChange={(event) => set('status', event.currentTarget.value)}>
          <option value="">{text.filter.any}</option>
          {STATUSES.map((status) => (
            <option key={status} value={status}>
              {text.status[status]}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span>{text.users.usage}</span>
        <select
          value={query['over'] === 'true' ? 'over' : (query['near'] ?? '')}
          onChange={({ currentTarget: { value } }) =>
            go(
              here({
                over: value === 'over' ? 'true' : null,
                near: value === 'over' ? null : value,
                cursor: null,
              }),
            )
          }
        >
          <option value="">{text.filter.any}</option>
          <option value="80">{text.users.near}</option>
          <option value="over">{text.users.over}</option>
        </select>
      </label>
    </form>
  );
}
