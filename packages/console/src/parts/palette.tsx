import { useEffect, useId, useState } from 'preact/hooks';
import { api } from '../api/api.js';
import { useData } from '../api/use-data.js';
import { go, to } from '../navigation.js';
import { may, mayAsMember } from '../session.js';
import * as text from '../text.js';
import { ask, type Close } from './ask.js';
import { Dialog } from './dialog.js';
import { boundKeys } from './keys.js';
import { GROUPS_TO_CHOOSE } from './owner-field.js';

interface Choice {
  readonly id: string;
  readonly name: string;
  readonly hint: string;
  readonly run: () => void;
}

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;
const TYPING_MS = 150;

/** One box that leads everywhere: to a user by their address or an id, to a screen, or to an action of this screen. */
export function openPalette(): void {
  // The keys of the screen are read before the dialog, which takes them, is open.
  const actions = boundKeys();
  void ask<() => void>((close) => <Palette actions={actions} close={close} />).then((run) => run?.());
}

interface PaletteProps {
  readonly actions: ReturnType<typeof boundKeys>;
  readonly close: Close<() => void>;
}

function Palette({ actions, close }: PaletteProps) {
  const [typed, setTyped] = useState('');
  const [active, setActive] = useState(0);
  const listId = useId();
  const wanted = typed.trim();
  const users = useUsersLike(wanted);
  const groups = useGroupsLike(wanted);
  const choices = [
    ...idChoices(wanted),
    ...users,
    ...groups,
    ...actions
      .filter(({ does }) => does.toLowerCase().includes(wanted.toLowerCase()))
      .map(({ key, does, press }) => ({
        id: key,
        name: does,
        hint: key.replace('mod+', text.keysMod),
        run: press,
      })),
  ];
  const at = Math.min(active, choices.length - 1);
  const move = (step: number) => setActive((at + step + choices.length) % Math.max(choices.length, 1));

  useEffect(() => {
    document.getElementById(`${listId}-${at}`)?.scrollIntoView({ block: 'nearest' });
  }, [at, listId]);

  return (
    <Dialog title={text.paletteTitle} onClose={() => close(null)}>
      <input
        role="combobox"
        aria-label={text.paletteLabel}
        aria-expanded="true"
        aria-controls={listId}
        aria-activedescendant={choices.length > 0 ? `${listId}-${at}` : undefined}
        placeholder={text.palettePlaceholder}
        autocomplete="off"
        spellcheck={false}
        autofocus
        value={typed}
        onInput={(event) => {
          setTyped(event.currentTarget.value);
          setActive(0);
        }}
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown') move(1);
          else if (event.key === 'ArrowUp') move(-1);
          else if (event.key === 'Enter') close(choices[at]?.run ?? null);
          else return;
          event.preventDefault();
        }}
      />
      <ul id={listId} role="listbox" aria-label={text.paletteTitle} class="choices">
        {choices.map(({ id, name, hint, run }, index) => (
          // The keyboard stays in the box above, as the pattern of a combobox has it.
          <li
            key={id}
            id={`${listId}-${index}`}
            role="option"
            aria-selected={index === at}
            onClick={() => close(run)}
          >
            <bdi dir="auto">{name}</bdi>
            <kbd>{hint}</kbd>
          </li>
        ))}
      </ul>
      {choices.length === 0 && <p class="muted">{text.paletteNothing}</p>}
    </Dialog>
  );
}

function idChoices(wanted: string): Choice[] {
  if (!UUID.test(wanted)) return [];
  const open = (path: string, query = {}) => ({ run: () => go(to(path, query)) });
  return [
    { id: 'user', name: text.paletteUserOf(wanted), hint: text.paletteUser, ...open(`/users/${wanted}`) },
    {
      id: 'resource',
      name: text.paletteResourceOf(wanted),
      hint: text.paletteResource,
      ...open('/resources', { open: wanted }),
    },
  ];
}

/** The users whose address begins with what was typed. */
function useUsersLike(wanted: string): Choice[] {
  const [asked, setAsked] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setAsked(wanted), TYPING_MS);
    return () => clearTimeout(timer);
  }, [wanted]);
  const isWorthAsking = asked.length > 1 && !UUID.test(asked) && may('user:list', 'platform');
  const { data } = useData(isWorthAsking ? api('get', '/users', { query: { q: asked, pageSize: 5 } }) : null);
  if (!isWorthAsking || asked !== wanted || data === null) return [];
  return data.items.map(({ id, email }) => ({
    id,
    name: email,
    hint: text.paletteUser,
    run: () => go(to(`/users/${id}`)),
  }));
}

const GROUPS_SHOWN_MAX = 5;

/** Of the groups to choose from, those whose name has what was typed in it. */
function useGroupsLike(wanted: string): Choice[] {
  const isWorthAsking = wanted.length > 1 && (may('group:read', 'foreign') || mayAsMember('group:read'));
  const { data } = useData(isWorthAsking ? GROUPS_TO_CHOOSE : null);
  if (!isWorthAsking || data === null) return [];
  return data.items
    .filter(({ id, name }) => id === wanted || name.toLowerCase().includes(wanted.toLowerCase()))
    .slice(0, GROUPS_SHOWN_MAX)
    .map(({ id, name, type }) => ({
      id,
      name,
      hint: type,
      run: () => go(to(`/groups/${id}`)),
    }));
}
