import { to } from '../navigation.js';
import { shortId } from './short-id.js';
import { Words } from './words.js';

interface OwnerLinkProps {
  readonly id: string;
  /** `null` if there is no such owner any more, or none that one may see. */
  readonly name: string | null | undefined;
}

/** Leads to a user, by their address. */
export function OwnerLink({ id, name }: OwnerLinkProps) {
  if (name === null || name === undefined) return <span title={id}>{shortId(id)}</span>;
  return (
    <a class="user" href={to(`/users/${id}`)} title={id}>
      <Words of={name} />
    </a>
  );
}
