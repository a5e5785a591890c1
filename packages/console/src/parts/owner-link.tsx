import { to } from '../navigation.js';
import { shortId } from './short-id.js';
import { Words } from './words.js';

interface OwnerLinkProps {
  readonly id: string;
  /** `user`, or the type of a group. */
  readonly type?: string | undefined;
  /** `null` if there is no such owner any more, or none that one may see. */
  readonly name: string | null | undefined;
  /** Does it stand beside something that is being typed, and so opens a page of its own? */
  readonly isAside?: boolean;
}

/** Leads to a user, by their address, or to a group, by its name. */
export function OwnerLink({ id, type = 'user', name, isAside = false }: OwnerLinkProps) {
  if (name === null || name === undefined) return <span title={id}>{shortId(id)}</span>;
  return (
    <a
      class="user"
      href={hrefOfOwner(id, type)}
      title={id}
      {...(isAside ? { target: '_blank', rel: 'noreferrer' } : {})}
    >
      <Words of={name} />
    </a>
  );
}

/** The page of a user, or of a group. */
export function hrefOfOwner(id: string, type: string): string {
  return to(`/${type === 'user' ? 'users' : 'groups'}/${id}`);
}
