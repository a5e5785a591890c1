import { api, type Resource } from '../../api/api.js';
import { Problem } from '../../api/problem.js';
import { send } from '../../api/send.js';
import { refresh } from '../../api/use-data.js';
import { askWhichStands } from '../../parts/conflict.js';
import { say } from '../../parts/toasts.js';
import * as text from '../../text.js';

/** A resource as it was read, with what says so in a later change. */
export interface ReadResource {
  readonly resource: Resource;
  readonly etag: string | null;
}

/** Renames a resource if it is still as it was read, and offers Undo under the same condition. */
export async function renameResource({ resource, etag }: ReadResource, name: string): Promise<void> {
  const path = { id: resource.id };
  try {
    const renamed = await send(api('patch', '/resources/{id}', { path, body: { name }, ifMatch: etag }));
    say(text.resourcesRenamed(renamed.body.name), () =>
      send(api('patch', '/resources/{id}', { path, body: { name: resource.name }, ifMatch: renamed.etag })),
    );
  } catch (error) {
    if (!(error instanceof Problem && error.status === 412)) throw error;
    const theirs = await send(api('get', '/resources/{id}', { path }));
    const difference = { name: text.resourceName, yours: name, theirs: theirs.body.name };
    if ((await askWhichStands([difference])) === 'yours')
      return renameResource({ resource: theirs.body, etag: theirs.etag }, name);
  }
  refresh();
}
