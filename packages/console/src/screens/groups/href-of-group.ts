import { to } from '../../navigation.js';

export function hrefOfGroup({ id }: { readonly id: string }): string {
  return to(`/groups/${id}`);
}
