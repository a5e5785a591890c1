import type { User } from '../api/api.js';
import * as text from '../text.js';

export function Status({ of }: { readonly of: User['status'] }) {
  return <span class={`badge ${of}`}>{text.status[of]}</span>;
}
