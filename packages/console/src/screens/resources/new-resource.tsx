import { useState } from 'preact/hooks';
import { api } from '../../api/api.js';
import { Problem } from '../../api/problem.js';
import { send } from '../../api/send.js';
import { refresh } from '../../api/use-data.js';
import { go, here, to } from '../../navigation.js';
import { newKey } from '../../random.js';
import type { Close } from '../../parts/ask.js';
import { CurlButton } from '../../parts/curl-button.js';
import { Dialog } from '../../parts/dialog.js';
import { Field } from '../../parts/field.js';
import { idOf } from '../../parts/filters.js';
import { ProblemNote } from '../../parts/problem-note.js';
import { roomOf } from '../../parts/room.js';
import { say } from '../../parts/toasts.js';
import { useSubmit } from '../../parts/use-submit.js';
import { Words } from '../../parts/words.js';
import { kinds, may, useMe } from '../../session.js';
import { text } from '../../text.js';

interface NewResourceProps {
  /** Whose it will be at first; `null` for oneself. That of a group is the group's. */
  readonly receiver: {
    readonly id: string;
    /** `user`, or the type of a group. */
    readonly type: string;
    readonly name?: string;
  } | null;
  readonly close: Close<true>;
}

/** Makes a resource, for oneself or, where the policy lets somebody, for others. */
export function NewResource({ receiver, close }: NewResourceProps) {
  const me = useMe();
  const [name, setName] = useState('');
  const [kind, setKind] = useState(kinds()[0] ?? '');
  const [owner, setOwner] = useState(receiver?.name ?? receiver?.id ?? me.email);
  const group = receiver === null || receiver.type === 'user' ? null : receiver;
  // The same key for every attempt: a request whose answer was lost makes one resource, not two.
  const [idempotencyKey] = useState(newKey);
  const requestFor = (id: string) => {
    const body = { name, ...(kinds().length > 1 ? { kind: kind as 'resource' } : {}) };
    const given = { path: { id }, body, idempotencyKey };
    return group === null
      ? api('post', '/users/{id}/resources', given)
      : api('post', '/groups/{id}/resources', given);
  };
  const ownerIdOf = async (wanted: string) => {
    if (wanted === me.email || wanted === '') return me.id;
    return wanted.includes('@') ? await idOf(wanted) : wanted;
  };
  const [asked, setAsked] = useState(receiver?.id ?? me.id);
  const { submit, isBusy, error } = useSubmit(async () => {
    const id = group?.id ?? (await ownerIdOf(owner.trim()));
    if (id === null) throw new Error(text.filter.nobody(owner));
    setAsked(id);
    const { body: made, etag } = await send(requestFor(id));
    const room = await roomOf({ id, type: group?.type ?? 'user' });
    say(text.resources.added(made.name) + room, async () => {
      await send(api('delete', '/resources/{id}', { path: { id: made.id }, ifMatch: etag }));
      return null;
    });
    refresh();
    close(true);
    go(here({ cursor: null, open: made.id }));
  });
  const isFull = error instanceof Problem && error.code === 'quota-exceeded';
  return (
    <Dialog title={text.resources.add} onClose={() => close(null)}>
      <form onSubmit={submit}>
        <ProblemNote error={error} fields={['/name', '/kind']} />
        {isFull && group === null && may('quota:set', asked === me.id ? 'own' : 'foreign') && (
          <a href={to(`/users/${asked}`)} onClick={() => close(null)}>
            {text.resources.giveMore}
          </a>
        )}
        <Field label={text.resource.name} pointer="/name" error={error}>
          {(attributes) => (
            <input
              {...attributes}
              autocomplete="off"
              required
              autofocus
              dir="auto"
              value={name}
              onInput={(event) => setName(event.currentTarget.value)}
            />
          )}
        </Field>
        {kinds().length > 1 && (
          <Field label={text.resource.kind} pointer="/kind" error={error}>
            {(attributes) => (
              <select {...attributes} value={kind} onChange={(event) => setKind(event.currentTarget.value)}>
                {kinds().map((one) => (
                  <option key={one}>{one}</option>
                ))}
              </select>
            )}
          </Field>
        )}
        {group !== null && (
          <p>
            {text.resource.owner}: <Words of={group.name ?? group.id} />
          </p>
        )}
        {group === null && may('resource:create', 'foreign') && (
          <Field label={text.resource.owner} hint={text.resources.ownerHint}>
            {(attributes) => (
              <input
                {...attributes}
                autocomplete="off"
                spellcheck={false}
                required
                value={owner}
                onInput={(event) => setOwner(event.currentTarget.value)}
              />
            )}
          </Field>
        )}
        <footer>
          <CurlButton requests={[requestFor(asked)]} />
          <button type="button" onClick={() => close(null)}>
            {text.dialog.cancel}
          </button>
          <button type="submit" class="main" disabled={isBusy}>
            {text.resources.add}
          </button>
        </footer>
      </form>
    </Dialog>
  );
}
