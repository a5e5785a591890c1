import type { Group } from '../../api/api.js';
import { ask } from '../../parts/ask.js';
import { useKey } from '../../parts/keys.js';
import { OwnedResources } from '../../parts/owned-resources.js';
import * as text from '../../text.js';
import { NewResource } from '../resources/new-resource.js';

interface GroupResourcesProps {
  readonly id: string;
  /** `null` while it is on its way: its resources need not wait for it. */
  readonly group: Group | null;
  readonly mayAdd: boolean;
}

/** What the group itself owns. */
export function GroupResources({ id, group, mayAdd }: GroupResourcesProps) {
  const addResource = () =>
    void ask<true>((close) => <NewResource receiver={group ?? { id, type: 'group' }} close={close} />);
  useKey('n', text.resourcesAdd, () => mayAdd && addResource());
  return (
    <>
      {mayAdd && (
        <p>
          <button type="button" onClick={addResource}>
            {text.resourcesAdd}
          </button>
        </p>
      )}
      <OwnedResources owner={{ type: 'group', id }} />
    </>
  );
}
