import type { ComponentChildren } from 'preact';
import { useId, useState } from 'preact/hooks';
import { api } from '../api/api.js';
import { send } from '../api/send.js';
import { go, here, useAddress } from '../navigation.js';
import { may } from '../session.js';
import * as text from '../text.js';
import { explain } from './problem-note.js';

interface FilterProps {
  readonly label: string;
  /** The member of the URL's query. */
  readonly name: string;
  /** Another filter, which makes no sense beside this one. */
  readonly ends?: string;
}

/** What a list shows, all of it in the URL. */
export function Filters({ children }: { readonly children: ComponentChildren }) {
  return (
    <form class="filters" role="search" onSubmit={(event) => event.preventDefault()}>
      {children}
    </form>
  );
}

/** One of a few values, or any. */
export function SelectFilter({
  label,
  name,
  options,
  ends,
}: FilterProps & { readonly options: readonly { readonly value: string; readonly text: string }[] }) {
  const { query } = useAddress();
  return (
    <label>
      <span>{label}</span>
      <select
        value={query[name] ?? ''}
        onChange={(event) => setFilter(name, event.currentTarget.value, ends)}
      >
        <option value="">{text.filterAny}</option>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.text}
          </option>
        ))}
      </select>
    </label>
  );
}

/** Only those near a limit, or over one. */
export function UsageFilter() {
  const { query } = useAddress();
  return (
    <label>
      <span>{text.usersUsage}</span>
      <select
        value={query['over'] === 'true' ? 'over' : (query['near'] ?? '')}
        onChange={({ currentTarget: { value } }) => {
          const isOver = value === 'over';
          go(here({ over: isOver ? 'true' : null, near: isOver ? null : value, cursor: null }));
        }}
      >
        <option value="">{text.filterAny}</option>
        <option value="80">{text.usersNear}</option>
        <option value="over">{text.usersOver}</option>
      </select>
    </label>
  );
}

/** A word that must be the same, taken over by Enter or by leaving the box. */
export function TextFilter({
  label,
  name,
  suggestions,
  ends,
}: FilterProps & { readonly suggestions: readonly string[] }) {
  const { query } = useAddress();
  const listId = useId();
  return (
    <label>
      <span>{label}</span>
      <input
        list={listId}
        placeholder={text.filterAny}
        autocomplete="off"
        spellcheck={false}
        value={query[name] ?? ''}
        onChange={(event) => setFilter(name, event.currentTarget.value.trim(), ends)}
      />
      <datalist id={listId}>
        {suggestions.map((suggestion) => (
          <option key={suggestion}>{suggestion}</option>
        ))}
      </datalist>
    </label>
  );
}

interface OwnerFilterProps extends FilterProps {
  readonly placeholder: string;
  /** Who it is, as the list says. */
  readonly knownAs: string | null | undefined;
  /** Finds the id of whoever was named. */
  readonly idOf: (typed: string) => Promise<string>;
}

interface Found {
  /** The value of the filter. */
  readonly value: string;
  readonly typed: string;
  readonly problem: string | null;
}

/** Somebody by their id, or by a name that is looked up. */
export function OwnerFilter({ label, name, placeholder, knownAs, idOf }: OwnerFilterProps) {
  const { query } = useAddress();
  const [found, setFound] = useState<Found | null>(null);
  const errorId = useId();
  const value = query[name] ?? '';
  const { typed, problem } =
    found !== null && found.value === value ? found : { typed: knownAs ?? value, problem: null };
  const find = async (wanted: string) => {
    const next: Found = await (wanted === '' ? Promise.resolve('') : idOf(wanted)).then(
      (id) => ({ value: id, typed: wanted, problem: null }),
      // A name that nobody has finds nothing, as an unknown id does.
      (error: unknown) => ({ value: wanted, typed: wanted, problem: explain(error) }),
    );
    setFound(next.value === wanted && next.problem === null ? null : next);
    setFilter(name, next.value);
  };
  return (
    <div>
      <label>
        <span>{label}</span>
        <input
          type="search"
          placeholder={placeholder}
          autocomplete="off"
          spellcheck={false}
          value={typed}
          aria-invalid={problem !== null}
          aria-describedby={problem === null ? undefined : errorId}
          onChange={(event) => void find(event.currentTarget.value.trim())}
        />
      </label>
      {problem !== null && (
        <small id={errorId} class="complaint" role="alert">
          {problem}
        </small>
      )}
    </div>
  );
}

/** A time, in the time zone of whoever asks; the URL names the instant, so that a link means the same everywhere. */
export function TimeFilter({ label, name }: FilterProps) {
  const { query } = useAddress();
  return (
    <label>
      <span>{label}</span>
      <input
        type="datetime-local"
        value={localTime(query[name])}
        onChange={({ currentTarget: { value } }) =>
          setFilter(name, value === '' ? '' : new Date(value).toISOString())
        }
      />
    </label>
  );
}

/** The id of a user who was named by it, or by an address. */
export async function userIdOf(typed: string): Promise<string> {
  const wanted = typed.trim();
  if (!wanted.includes('@')) return wanted;
  if (!may('user:list', 'platform')) throw new Error(text.groupWhoHint);
  const id = await idOf(wanted);
  if (id === null) throw new Error(text.filterNobody(wanted));
  return id;
}

/** The id of the user with this address; `null` if there is none. */
async function idOf(email: string): Promise<string | null> {
  const { body } = await send(api('get', '/users', { query: { email, pageSize: 1 } }));
  return body.items[0]?.id ?? null;
}

function setFilter(name: string, value: string, ends?: string): void {
  go(here({ ...(ends === undefined ? {} : { [ends]: null }), [name]: value, cursor: null, open: null }));
}

/** To the minute, as the input has it. */
function localTime(instant: string | undefined): string {
  const at = new Date(instant ?? NaN);
  if (Number.isNaN(at.getTime())) return '';
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
