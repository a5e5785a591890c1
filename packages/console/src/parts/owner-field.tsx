import { useId } from 'preact/hooks';
import { api, type NamedOwner } from '../api/api.js';
import { send } from '../api/send.js';
import { useData } from '../api/use-data.js';
import { may } from '../session.js';
import * as text from '../text.js';
import { Field } from './field.js';
import { userIdOf } from './filters.js';
import type { TextFieldProps } from './text-field.js';

/** A page of groups is enough to choose from; others are named by their ids. */
const CHOICES_MAX = 100;

export const GROUPS_TO_CHOOSE = api('get', '/groups', { query: { pageSize: CHOICES_MAX } });

const IS_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** A field that names a group, or a user where that makes sense. */
export function OwnerField({
  value,
  write,
  isOptional = false,
  autofocus = false,
  ...field
}: TextFieldProps) {
  const { data } = useData(GROUPS_TO_CHOOSE);
  const listId = useId();
  const groups = data?.items ?? [];
  // Among the groups that are not listed, another one can have the same name.
  const isClear = (name: string) => data?.nextCursor === null && named(groups, name).length === 1;
  return (
    <Field {...field}>
      {(attributes) => (
        <>
          <input
            {...attributes}
            list={listId}
            autocomplete="off"
            spellcheck={false}
            dir="auto"
            required={!isOptional}
            autofocus={autofocus}
            value={value}
            onInput={(event) => write(event.currentTarget.value)}
          />
          <datalist id={listId}>
            {groups.map(({ id, name }) => (
              <option key={id} value={isClear(name) ? name : id}>
                {name}
              </option>
            ))}
          </datalist>
        </>
      )}
    </Field>
  );
}

/** Finds the owner who is named by the address of a user, the name of a group, or an id. */
export async function ownerOf(written: string): Promise<NamedOwner> {
  const wanted = written.trim();
  const { body: page } = await send(GROUPS_TO_CHOOSE);
  const areAll = page.nextCursor === null;
  const [group, another] = page.items.filter(
    ({ id, name }) => id === wanted.toLowerCase() || name === wanted,
  );
  if (another !== undefined) throw new Error(text.groupSeveral(wanted));
  if (group !== undefined && (areAll || IS_ID.test(wanted))) return group;
  if (IS_ID.test(wanted)) {
    if (!areAll || !may('user:read', 'foreign')) return { id: wanted, type: 'user', name: wanted };
    const { body: user } = await send(api('get', '/users/{id}', { path: { id: wanted } }));
    return { id: wanted, type: 'user', name: user.email };
  }
  if (!wanted.includes('@')) throw new Error(areAll ? text.groupUnknown(wanted) : text.groupTooMany(wanted));
  return { id: await userIdOf(wanted), type: 'user', name: wanted };
}

/** The id alone, which is not looked up. */
export async function ownerIdOf(written: string): Promise<string> {
  return IS_ID.test(written) ? written : (await ownerOf(written)).id;
}

function named<One extends { readonly name: string }>(groups: readonly One[], name: string): readonly One[] {
  return groups.filter((group) => group.name === name);
}
