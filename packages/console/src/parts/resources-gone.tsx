import type { Resource } from '../api/api.js';
import * as text from '../text.js';
import { Words } from './words.js';

/** So many are named before a deletion. */
export const NAMED_RESOURCES = 10;

interface ResourcesGoneProps {
  readonly of: { readonly items: readonly Resource[]; readonly nextCursor: string | null };
}

/** The resources of an owner that is about to be deleted. */
export function ResourcesGone({ of: { items, nextCursor } }: ResourcesGoneProps) {
  return (
    <>
      <p>
        {nextCursor === null
          ? text.dangerResourcesGone(items.length)
          : text.dangerMoreResourcesGone(NAMED_RESOURCES)}
      </p>
      {items.length > 0 && (
        <ul class="names" tabIndex={0}>
          {items.map(({ id, name }) => (
            <li key={id}>
              <Words of={name} />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
