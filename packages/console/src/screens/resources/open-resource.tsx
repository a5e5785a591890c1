import { useEffect, useState } from 'preact/hooks';
import { api, type NamedOwner } from '../../api/api.js';
import { send } from '../../api/send.js';
import { refresh, useData } from '../../api/use-data.js';
import { go, here, to } from '../../navigation.js';
import { ask } from '../../parts/ask.js';
import { Facts, Opened } from '../../parts/opened.js';
import { Irreversible } from '../../parts/irreversible.js';
import { explainConflict } from '../../parts/changed-meanwhile.js';
import { ProblemNote } from '../../parts/problem-note.js';
import { Time } from '../../parts/time.js';
import { say } from '../../parts/toasts.js';
import { useSubmit } from '../../parts/use-submit.js';
import { OwnerLink } from '../../parts/owner-link.js';
import { Words } from '../../parts/words.js';
import { may, useMe } from '../../session.js';
import * as text from '../../text.js';
import { renameResource, type ReadResource } from './change-resource.js';
import { TransferResource } from './transfer-resource.js';

/** One resource: everything about it, and what can be done with it. */
export function OpenResource({ id, owner }: { readonly id: string; readonly owner: NamedOwner | null }) {
  const { data: resource, etag, error, isStale } = useData(api('get', '/resources/{id}', { path: { id } }));
  const me = useMe();
  const history = may('audit-event:read', 'platform') && (
    <a href={to('/audit', { target: id })}>{text.resourcesHistory}</a>
  );
  return (
    <Opened label={resource?.name ?? text.resourcesOne}>
      <ProblemNote error={error} />
      {error !== null && history}
      {error === null && resource !== null && !isStale && (
        <>
          <Facts
            facts={{
              [text.resourceName]: <Words of={resource.name} />,
              [text.resourcesId]: <code class="id">{id}</code>,
              [text.resourceOwner]: (
                <Owner id={resource.ownerId} owner={owner} isMine={resource.ownerId === me.id} />
              ),
              [text.resourceKind]: resource.kind,
              [text.resourceCreated]: <Time at={resource.createdAt} />,
              [text.resourcesChanged]: <Time at={resource.updatedAt} />,
            }}
          />
          <Commands
            resource={resource}
            etag={etag}
            // Of what a group owns, only the server knows what a member may do.
            may={(action) =>
              may(action, resource.ownerId === me.id ? 'own' : 'foreign') ||
              (owner !== null && owner.type !== 'user')
            }
          />
          {history}
        </>
      )}
    </Opened>
  );
}

interface OwnerProps {
  readonly id: string;
  /** `null` if the list does not say it. */
  readonly owner: NamedOwner | null;
  readonly isMine: boolean;
}

function Owner({ id, owner, isMine }: OwnerProps) {
  if (isMine) return <>{text.resourcesMe}</>;
  return (
    <>
      {owner === null ? (
        <a href={here({ ownerId: id, cursor: null })}>{text.resourcesAllOfOwner}</a>
      ) : (
        <OwnerLink {...owner} />
      )}{' '}
      <code class="id">{id}</code>
    </>
  );
}

interface CommandsProps extends ReadResource {
  readonly may: (action: string) => boolean;
}

function Commands({ resource, etag, may }: CommandsProps) {
  const [name, setName] = useState(resource.name);
  // A name that somebody else gave meanwhile is shown, unless one's own is being typed.
  useEffect(() => setName(resource.name), [resource.name]);
  const { submit, isBusy, error } = useSubmit(() => renameResource({ resource, etag }, name));
  return (
    <>
      <ProblemNote error={error} />
      <div class="commands">
        {may('resource:update') && (
          <form class="inline-form" onSubmit={submit}>
            <input
              aria-label={text.resourcesNameOf(resource.name)}
              required
              dir="auto"
              autocomplete="off"
              value={name}
              onInput={(event) => setName(event.currentTarget.value)}
            />
            <button type="submit" disabled={isBusy || name === resource.name}>
              {text.resourcesRename}
            </button>
          </form>
        )}
        {may('resource:transfer') && (
          <button
            type="button"
            onClick={() =>
              void ask<true>((close) => <TransferResource resource={resource} etag={etag} close={close} />)
            }
          >
            {text.resourcesTransfer}
          </button>
        )}
        {may('resource:delete') && (
          <button type="button" class="danger" onClick={() => deleteResource({ resource, etag })}>
            {text.resourcesDelete}
          </button>
        )}
      </div>
    </>
  );
}

function deleteResource({ resource, etag }: ReadResource): void {
  const act = async () => {
    const request = api('delete', '/resources/{id}', { path: { id: resource.id }, ifMatch: etag });
    await send(request).catch(explainConflict);
    say(text.resourcesDeleted(resource.name));
    go(here({ open: null }));
    refresh();
  };
  void ask<true>((close) => (
    <Irreversible
      title={text.resourcesDeleteOne}
      name={resource.name}
      button={text.resourcesDelete}
      act={act}
      close={close}
    >
      <p>{text.resourcesDeleteGone}</p>
    </Irreversible>
  ));
}
