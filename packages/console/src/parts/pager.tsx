import { here, useAddress } from '../navigation.js';
import * as text from '../text.js';

/** "Next" only, since nothing is counted; Back leads to the page before, and the first is one step away. */
export function Pager({ nextCursor }: { readonly nextCursor: string | null | undefined }) {
  const { query } = useAddress();
  const isFirst = query['cursor'] === undefined;
  if (isFirst && (nextCursor === null || nextCursor === undefined)) return null;
  return (
    <nav class="pager" aria-label={text.tablePages}>
      {isFirst ? <span /> : <a href={here({ cursor: null })}>{text.tableFirst}</a>}
      {nextCursor !== null && nextCursor !== undefined && (
        <a href={here({ cursor: nextCursor })} rel="next">
          {text.tableNext}
        </a>
      )}
    </nav>
  );
}
