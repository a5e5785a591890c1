import { useState } from 'preact/hooks';
import { api, type Group } from '../../api/api.js';
import { send } from '../../api/send.js';
import { refresh } from '../../api/use-data.js';
import { go } from '../../navigation.js';
import type { Close } from '../../parts/ask.js';
import { CurlButton } from '../../parts/curl-button.js';
import { Dialog } from '../../parts/dialog.js';
import { Field } from '../../parts/field.js';
import { idOf } from '../../parts/filters.js';
import { ProblemNote } from '../../parts/problem-note.js';
import { say } from '../../parts/toasts.js';
import { useSubmit } from '../../parts/use-submit.js';
import { may, useMe } from '../../session.js';
import { text } from '../../text.js';
import { hrefOfGroup } from './href-of-group.js';

interface NewGroupProps {
  /** The group that it will lie in; `null` for one at the top. */
  readonly parent: Group | null;
  readonly close: Close<Group>;
}

/** Makes a group, at the top or in another. */
export function NewGroup({ parent, close }: NewGroupProps) {
  const [name, setName] = useState('');
  const [type, setType] = useState('');
  const me = useMe();
  const [owner, setOwner] = useState(me.email);
  const requestFor = (memberId: string) =>
    api('post', '/groups', {
      body: {
        name,
        ...(type === '' ? {} : { type: type as 'group' }),
        ...(parent === null ? {} : { parentId: parent.id }),
        ...(memberId === me.id ? {} : { memberId }),
      },
    });
  const ownerId = async () => {
    const wanted = owner.trim();
    if (wanted === me.email) return me.id;
    const id = wanted.includes('@') ? await idOf(wanted) : wanted;
    if (id === null) throw new Error(text.filter.nobody(wanted));
    return id;
  };
  const { submit, isBusy, error } = useSubmit(async () => {
    const { body: made, etag } = await send(requestFor(await ownerId()));
    say(text.group.added(made.name), async () => {
      await send(api('delete', '/groups/{id}', { path: { id: made.id }, ifMatch: etag }));
      return null;
    });
    refresh();
    close(made);
    go(hrefOfGroup(made));
  });
  return (
    <Dialog title={text.group.add} onClose={() => close(null)}>
      <form onSubmit={submit}>
        <ProblemNote error={error} fields={['/name', '/type', '/memberId']} />
        <Field label={text.group.name} pointer="/name" error={error}>
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
        {may('user:list', 'platform') && (
          <Field label={text.group.owner} hint={text.group.ownerHint} pointer="/memberId" error={error}>
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
        <Field label={text.group.type} hint={text.group.typeHint} pointer="/type" error={error}>
          {(attributes) => (
            <input
              {...attributes}
              autocomplete="off"
              spellcheck={false}
              value={type}
              onInput={(event) => setType(event.currentTarget.value.trim())}
            />
          )}
        </Field>
        <footer>
          <CurlButton requests={[requestFor(me.id)]} />
          <button type="button" onClick={() => close(null)}>
            {text.dialog.cancel}
          </button>
          <button type="submit" class="main" disabled={isBusy}>
            {text.group.add}
          </button>
        </footer>
      </form>
    </Dialog>
  );
}
