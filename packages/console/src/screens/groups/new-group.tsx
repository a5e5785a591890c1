import { useState } from 'preact/hooks';
import { api, type Group } from '../../api/api.js';
import { send } from '../../api/send.js';
import { refresh, useData } from '../../api/use-data.js';
import { go } from '../../navigation.js';
import type { Close } from '../../parts/ask.js';
import { userIdOf } from '../../parts/filters.js';
import { GROUPS_TO_CHOOSE } from '../../parts/owner-field.js';
import { say } from '../../parts/toasts.js';
import { useSubmit } from '../../parts/use-submit.js';
import { useDeclared } from '../../declared.js';
import { may, useMe } from '../../session.js';
import * as text from '../../text.js';
import { hrefOfGroup } from './href-of-group.js';
import { ChoiceField, TextField } from '../../parts/text-field.js';
import { FormDialog } from '../../parts/form-dialog.js';

interface NewGroupProps {
  /** The group that it will lie in; `null` for one at the top. */
  readonly parent: Group | null;
  readonly close: Close<Group>;
}

/** Makes a group, at the top or in another. */
export function NewGroup({ parent, close }: NewGroupProps) {
  const [name, setName] = useState('');
  const [typed, setTyped] = useState<string | null>(null);
  const { groupTypes } = useDeclared();
  const { data } = useData(GROUPS_TO_CHOOSE);
  const type = typed ?? usualType(data?.items ?? [], parent);
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
  const submission = useSubmit(async () => {
    const { body: made, etag } = await send(requestFor(owner === me.email ? me.id : await userIdOf(owner)));
    say(text.groupAdded(made.name), () =>
      send(api('delete', '/groups/{id}', { path: { id: made.id }, ifMatch: etag })),
    );
    refresh();
    close(made);
    go(hrefOfGroup(made));
  });
  return (
    <FormDialog
      title={text.groupAdd}
      of={submission}
      fields={['/name', '/type', '/memberId']}
      button={text.groupAdd}
      request={requestFor(me.id)}
      close={close}
    >
      <TextField
        label={text.groupName}
        pointer="/name"
        error={submission.error}
        autofocus
        value={name}
        write={setName}
      />
      {may('user:list', 'platform') && (
        <TextField
          label={text.groupOwner}
          hint={text.groupOwnerHint}
          pointer="/memberId"
          error={submission.error}
          value={owner}
          write={setOwner}
        />
      )}
      {groupTypes.length === 0 && (
        <TextField
          label={text.groupType}
          hint={text.groupTypeHint}
          pointer="/type"
          error={submission.error}
          isOptional
          value={type}
          write={setTyped}
        />
      )}
      {groupTypes.length > 1 && (
        <ChoiceField
          label={text.groupType}
          pointer="/type"
          error={submission.error}
          options={type === '' ? ['', ...groupTypes] : groupTypes}
          value={type}
          write={setTyped}
        />
      )}
    </FormDialog>
  );
}

/** The API does not say which types can lie in which, so it is the type of a group that already lies in such a place. */
function usualType(groups: readonly Group[], parent: Group | null): string {
  const isInSuch = ({ parentId }: Group) =>
    parent === null
      ? parentId === null
      : groups.some(({ id, type }) => id === parentId && type === parent.type);
  return groups.find(isInSuch)?.type ?? '';
}
