import { to } from '../navigation.js';
import { shortId } from './short-id.js';
import { Words } from './words.js';

interface OwnerLinkProps {
  readonly id: string;
  /** `user`, or the type of a group. */
  readonly type?: string | undefined;
  /** `null` if there is no such owner any more, or none that one may see. */
  readonly name: string | null | undefined;
}

/** Leads to a user, by their address, or to a group, by its name. */
export function OwnerLink({ id, type = 'user', name }: OwnerLinkProps) {
  if (name === null || name === undefined) return <span title={id}>{shortId(id)}</span>;
  return (
    <a class="user" href={to(`/${type === 'user' ? 'users' : 'groups'}/${id}`)} title={id}>
      <Words of={name} />
    </a>
  );
}
