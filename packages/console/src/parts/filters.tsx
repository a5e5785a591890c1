import type { ComponentChildren } from 'preact';
import { api } from '../api/api.js';
import { send } from '../api/send.js';
import { go, here, useAddress } from '../navigation.js';
import { text } from '../text.js';
import { explain } from './problem-note.js';
import { say } from './toasts.js';

interface FilterProps {
  readonly label: string;
  /** The member of the URL's query. */
  readonly name: string;
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
}: FilterProps & { readonly options: readonly { readonly value: string; readonly text: string }[] }) {
  const { query } = useAddress();
  return (
    <label>
      <span>{label}</span>
      <select value={query[name] ?? ''} onChange={(event) => setFilter(name, event.currentTarget.value)}>
        <option value="">{text.filter.any}</option>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.text}
          </option>
        ))}
      </select>
    </label>
  );
}

/** A user by their id, or by their address, which is looked up. */
export function UserFilter({ label, name }: FilterProps) {
  const { query } = useAddress();
  const find = async (input: HTMLInputElement) => {
    const wanted = input.value.trim();
    try {
      const id = wanted.includes('@') ? await idOf(wanted) : wanted;
      if (id === null) say(text.filter.nobody(wanted));
      else setFilter(name, id);
    } catch (error) {
      say(explain(error));
    }
  };
  return (
    <label>
      <span>{label}</span>
      <input
        type="search"
        placeholder={text.filter.emailOrId}
        autocomplete="off"
        spellcheck={false}
        value={query[name] ?? ''}
        onChange={(event) => void find(event.currentTarget)}
      />
    </label>
  );
}

/** The id of the user with this address; `null` if there is none. */
export async function idOf(email: string): Promise<string | null> {
  const { body } = await send(api('get', '/users', { query: { email, pageSize: 1 } }));
  return body.items[0]?.id ?? null;
}

function setFilter(name: string, value: string): void {
  go(here({ [name]: value, cursor: null, open: null }));
}
