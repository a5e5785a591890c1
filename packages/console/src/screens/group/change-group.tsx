import { useState } from 'preact/hooks';
import { api, type Group, type NamedOwner } from '../../api/api.js';
import { send } from '../../api/send.js';
import { refresh } from '../../api/use-data.js';
import { ask } from '../../parts/ask.js';
import { OwnerField, ownerOf } from '../../parts/owner-field.js';
import { explainConflict } from '../../parts/changed-meanwhile.js';
import { ProblemNote } from '../../parts/problem-note.js';
import { Step } from '../../parts/step.js';
import { say } from '../../parts/toasts.js';
import { useSubmit } from '../../parts/use-submit.js';
import { may } from '../../session.js';
import * as text from '../../text.js';
import { DeleteGroup } from './delete-group.js';
import { TextField } from '../../parts/text-field.js';

interface ReadGroup {
  readonly group: Group;
  readonly etag: string | null;
}

interface ChangeGroupProps extends ReadGroup {
  readonly mayIn: (action: 'group:move' | 'group:delete') => boolean;
}

type Change = { readonly name: string } | { readonly parentId: string | null };

/** Another name, another place, or none any more. */
export function ChangeGroup({ group, etag, mayIn }: ChangeGroupProps) {
  const [name, setName] = useState(group.name);
  const [parent, setParent] = useState('');
  const moveTo = (parent: NamedOwner | null) =>
    changeGroup(
      { group, etag },
      { parentId: parent?.id ?? null },
      { parentId: group.parentId },
      text.groupMoved(group.name, parent?.name),
    );
  const moving = useSubmit(async () => moveTo(await ownerOf(parent)));
  const toTop = useSubmit(() => moveTo(null));
  const renaming = useSubmit(() =>
    changeGroup({ group, etag }, { name }, { name: group.name }, text.groupRenamed(name)),
  );
  return (
    <div class="steps">
      <section class="stacked">
        <h2>{text.groupRename}</h2>
        <form class="inline-form add" onSubmit={renaming.submit}>
          <ProblemNote error={renaming.error} fields={['/name']} />
          <TextField
            label={text.groupName}
            pointer="/name"
            error={renaming.error}
            value={name}
            write={setName}
          />
          <button type="submit" disabled={renaming.isBusy || name === group.name}>
            {text.groupRename}
          </button>
        </form>
      </section>
      {mayIn('group:move') && (
        <section class="stacked">
          <h2>{text.groupMove}</h2>
          <p>{text.groupMoveWhat}</p>
          <form class="inline-form add" onSubmit={moving.submit}>
            <ProblemNote error={moving.error ?? toTop.error} fields={['/parentId']} />
            <OwnerField
              label={text.groupMoveTo}
              pointer="/parentId"
              error={moving.error}
              value={parent}
              write={setParent}
            />
            <button type="submit" disabled={moving.isBusy}>
              {text.groupMove}
            </button>
            {group.parentId !== null && may('group:move', 'platform') && (
              <button type="button" disabled={toTop.isBusy} onClick={() => toTop.submit()}>
                {text.groupMoveToTop}
              </button>
            )}
          </form>
        </section>
      )}
      {mayIn('group:delete') && (
        <Step
          name={text.groupDelete}
          what={text.groupDeleteWhat}
          isFinal
          act={() => void ask<true>((close) => <DeleteGroup group={group} etag={etag} close={close} />)}
        />
      )}
    </div>
  );
}

/** Changes a group if it is still as it was read, and offers the inverse under the same condition. */
async function changeGroup(
  { group, etag }: ReadGroup,
  body: Change,
  before: Change,
  message: string,
): Promise<void> {
  const path = { id: group.id };
  const changed = await send(api('patch', '/groups/{id}', { path, body, ifMatch: etag })).catch(
    explainConflict,
  );
  const undo = () => send(api('patch', '/groups/{id}', { path, body: before, ifMatch: changed.etag }));
  say(message, undo, group.id);
  refresh();
}
