import { useId } from 'preact/hooks';
import { api, type Group } from '../api/api.js';
import { useData } from '../api/use-data.js';
import { text } from '../text.js';
import { Field } from './field.js';
import { idOf } from './filters.js';

/** A page of groups is enough to choose from; others are named by their ids. */
const CHOICES_MAX = 100;

const IS_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

interface OwnerFieldProps {
  readonly label: string;
  readonly hint?: string;
  readonly pointer: string;
  readonly error: unknown;
  readonly value: string;
  readonly write: (value: string) => void;
  readonly autofocus?: boolean;
}

interface OwnerChoice {
  readonly field: (props: OwnerFieldProps) => preact.JSX.Element;
  /** Finds the id of what was written: the address of a user, the name of a group, or an id. */
  readonly idOf: (written: string) => Promise<string>;
}

/** A field that names a group, or a user where that makes sense. */
export function useOwnerChoice(): OwnerChoice {
  const { data } = useData(api('get', '/groups', { query: { pageSize: CHOICES_MAX } }));
  const groups = data?.items ?? [];
  // Among the others, another one can have the same name.
  const areAll = data !== null && data.nextCursor === null;
  const listId = useId();
  return {
    field: ({ value, write, autofocus = false, ...field }) => (
      <Field {...field}>
        {(attributes) => (
          <>
            <input
              {...attributes}
              list={listId}
              autocomplete="off"
              spellcheck={false}
              dir="auto"
              required
              autofocus={autofocus}
              value={value}
              onInput={(event) => write(event.currentTarget.value)}
            />
            <datalist id={listId}>
              {groups.map((group) => (
                <option
                  key={group.id}
                  value={areAll && named(groups, group.name).length === 1 ? group.name : group.id}
                >
                  {group.name}
                </option>
              ))}
            </datalist>
          </>
        )}
      </Field>
    ),
    idOf: async (written) => {
      const wanted = written.trim();
      if (IS_ID.test(wanted)) return wanted;
      const [group, another] = named(groups, wanted);
      if (another !== undefined) throw new Error(text.group.several(wanted));
      if (group !== undefined && areAll) return group.id;
      if (!wanted.includes('@'))
        throw new Error(areAll ? text.group.unknown(wanted) : text.group.tooMany(wanted));
      const user = await idOf(wanted);
      if (user === null) throw new Error(text.filter.nobody(wanted));
      return user;
    },
  };
}

function named(groups: readonly Group[], name: string): readonly Group[] {
  return groups.filter((group) => group.name === name);
}
