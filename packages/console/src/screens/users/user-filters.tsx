import { useEffect, useState } from 'preact/hooks';
import { go, here } from '../../navigation.js';
import { Filters, SelectFilter, UsageFilter } from '../../parts/filters.js';
import { useDeclared } from '../../declared.js';
import * as text from '../../text.js';

const TYPING_MS = 200;
const STATUSES = (['active', 'disabled', 'deleting'] as const).map((status) => ({
  value: status,
  text: text.status[status],
}));

export function UserFilters({ query }: { readonly query: Readonly<Record<string, string>> }) {
  const { roles } = useDeclared();
  return (
    <Filters>
      <Search searched={query['q'] ?? ''} />
      <SelectFilter
        label={text.userRole}
        name="role"
        options={roles.map((role) => ({ value: role, text: role }))}
      />
      <SelectFilter label={text.userStatus} name="status" options={STATUSES} />
      <UsageFilter />
    </Filters>
  );
}

/** Searches while somebody types; Back leads to what was there before the first letter. */
function Search({ searched }: { readonly searched: string }) {
  const [q, setQ] = useState(searched);
  useEffect(() => setQ(searched), [searched]);
  useEffect(() => {
    if (q.trim() === searched) return;
    const how = searched === '' ? 'push' : 'replace';
    const timer = setTimeout(() => go(here({ q: q.trim(), cursor: null }), how), TYPING_MS);
    return () => clearTimeout(timer);
  }, [q, searched]);
  return (
    <input
      type="search"
      aria-label={text.usersSearch}
      placeholder={text.usersSearch}
      autocomplete="off"
      spellcheck={false}
      value={q}
      onInput={(event) => setQ(event.currentTarget.value)}
    />
  );
}
