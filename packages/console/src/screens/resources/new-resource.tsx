import { useState } from 'preact/hooks';
import { api } from '../../api/api.js';
import { Problem } from '../../api/problem.js';
import { send } from '../../api/send.js';
import { refresh } from '../../api/use-data.js';
import { go, here, to } from '../../navigation.js';
import { newKey } from '../../random.js';
import type { Close } from '../../parts/ask.js';
import { userIdOf } from '../../parts/filters.js';
import { roomOf } from '../../parts/room.js';
import { say } from '../../parts/toasts.js';
import { useSubmit } from '../../parts/use-submit.js';
import { Words } from '../../parts/words.js';
import { kinds, may, useMe } from '../../session.js';
import * as text from '../../text.js';
import { ChoiceField, TextField } from '../../parts/text-field.js';
import { FormDialog } from '../../parts/form-dialog.js';

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
  const [asked, setAsked] = useState(receiver?.id ?? me.id);
  const submission = useSubmit(async () => {
    const id = group?.id ?? (owner === me.email ? me.id : await userIdOf(owner));
    setAsked(id);
    const { body: made, etag } = await send(requestFor(id));
    const room = await roomOf({ id, type: group?.type ?? 'user' });
    say(text.resourcesAdded(made.name) + room, () =>
      send(api('delete', '/resources/{id}', { path: { id: made.id }, ifMatch: etag })),
    );
    refresh();
    close(true);
    go(here({ cursor: null, open: made.id }));
  });
  const { error } = submission;
  const isFull = error instanceof Problem && error.code === 'quota-exceeded';
  return (
    <FormDialog
      title={text.resourcesAdd}
      of={submission}
      fields={['/name', '/kind']}
      button={text.resourcesAdd}
      request={requestFor(asked)}
      close={close}
    >
      <TextField
        label={text.resourceName}
        pointer="/name"
        error={error}
        autofocus
        value={name}
        write={setName}
      />
      {kinds().length > 1 && (
        <ChoiceField
          label={text.resourceKind}
          pointer="/kind"
          error={error}
          options={kinds()}
          value={kind}
          write={setKind}
        />
      )}
      {group !== null && (
        <p>
          {text.resourceOwner}: <Words of={group.name ?? group.id} />
        </p>
      )}
      {group === null && may('resource:create', 'foreign') && (
        <TextField label={text.resourceOwner} hint={text.resourcesOwnerHint} value={owner} write={setOwner} />
      )}
      {isFull && group === null && may('quota:set', asked === me.id ? 'own' : 'foreign') && (
        <a href={to(`/users/${asked}`)} onClick={() => close(null)}>
          {text.resourcesGiveMore}
        </a>
      )}
    </FormDialog>
  );
}
