import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';
import { go } from '../navigation.js';
import * as text from '../text.js';
import { useKey } from './keys.js';

export interface Column<Row> {
  readonly head: string;
  readonly cell: (row: Row) => ComponentChildren;
  /** `wide`: takes the room that is left; `end`: figures and buttons. */
  readonly is?: 'wide' | 'end';
}

interface Selection {
  readonly keys: ReadonlySet<string>;
  readonly change: (keys: ReadonlySet<string>) => void;
}

interface TableProps<Row> {
  /** Says what the rows are to somebody who does not see the page. */
  readonly caption: string;
  /** `null` while the first page is on its way. */
  readonly rows: readonly Row[] | null;
  readonly columns: readonly Column<Row>[];
  readonly keyOf: (row: Row) => string;
  readonly labelOf: (row: Row) => string;
  /** Where Enter on a row leads. */
  readonly hrefOf?: (row: Row) => string;
  readonly selection?: Selection;
  /** What stands below the row that is open. */
  readonly detailOf?: (row: Row) => ComponentChildren;
  /** Are the rows those of the page before? */
  readonly isStale?: boolean;
  readonly empty: ComponentChildren;
}

/** As many grey rows as most pages have, so that nothing moves when the rows are there. */
const PLACEHOLDERS = [1, 2, 3, 4, 5, 6];

/** Rows with `j` and `k` to move, `x` to select and Enter to open; on a narrow screen, each becomes a card. */
export function Table<Row>(props: TableProps<Row>) {
  const {
    caption,
    rows,
    columns,
    keyOf,
    labelOf,
    hrefOf,
    selection,
    detailOf,
    isStale = false,
    empty,
  } = props;
  const body = useRef<HTMLTableSectionElement>(null);

  const rowElements = () => [...(body.current?.querySelectorAll<HTMLElement>('tr[data-key]') ?? [])];
  const focusedIndex = () => rowElements().findIndex((row) => row.contains(document.activeElement));
  const move = (step: 1 | -1) => {
    const elements = rowElements();
    const from = focusedIndex();
    const at = from === -1 ? (step === 1 ? 0 : elements.length - 1) : from + step;
    const next = elements[Math.max(0, Math.min(at, elements.length - 1))];
    next?.focus();
    next?.scrollIntoView({ block: 'nearest' });
  };
  useKey('j', text.keysNext, () => move(1));
  useKey('k', text.keysPrevious, () => move(-1));
  useKey('x', text.keysSelect, () => {
    const row = rows?.[focusedIndex()];
    if (row !== undefined && selection !== undefined) selection.change(toggled(selection.keys, keyOf(row)));
  });

  if (rows?.length === 0) return <>{empty}</>;
  return (
    <table aria-busy={rows === null || isStale}>
      <caption class="unseen">{caption}</caption>
      <thead>
        <tr>
          {selection !== undefined && (
            <th class="check">
              <SelectAll rows={rows ?? []} keyOf={keyOf} selection={selection} />
            </th>
          )}
          {columns.map(({ head, is }) => (
            <th key={head} scope="col" class={is}>
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody ref={body}>
        {rows === null &&
          PLACEHOLDERS.map((line) => (
            <tr key={line} class="placeholder" aria-hidden="true">
              <td colSpan={columns.length + (selection === undefined ? 0 : 1)}>&nbsp;</td>
            </tr>
          ))}
        {rows?.map((row) => {
          const key = keyOf(row);
          const detail = detailOf?.(row);
          return (
            <>
              <tr
                key={key}
                data-key={key}
                tabIndex={-1}
                data-selected={selection?.keys.has(key)}
                onKeyDown={(event) => {
                  if (event.key !== 'Enter' || event.target !== event.currentTarget) return;
                  const href = hrefOf?.(row);
                  if (href !== undefined) go(href);
                }}
              >
                {selection !== undefined && (
                  <td class="check">
                    <input
                      type="checkbox"
                      aria-label={text.tableSelect(labelOf(row))}
                      checked={selection.keys.has(key)}
                      onChange={() => selection.change(toggled(selection.keys, key))}
                    />
                  </td>
                )}
                {columns.map(({ head, cell, is }) => (
                  <td key={head} data-head={head} class={is}>
                    {cell(row)}
                  </td>
                ))}
              </tr>
              {detail !== undefined && detail !== null && detail !== false && (
                <tr key={`${key}-detail`} class="detail">
                  <td colSpan={columns.length + (selection === undefined ? 0 : 1)}>{detail}</td>
                </tr>
              )}
            </>
          );
        })}
      </tbody>
    </table>
  );
}

interface SelectAllProps<Row> {
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  readonly selection: Selection;
}

/** Selects this page, and never more than one sees. */
function SelectAll<Row>({ rows, keyOf, selection }: SelectAllProps<Row>) {
  const keys = rows.map(keyOf);
  const isAll = keys.length > 0 && keys.every((key) => selection.keys.has(key));
  return (
    <input
      type="checkbox"
      aria-label={text.tableSelectAll}
      checked={isAll}
      onChange={() => selection.change(new Set(isAll ? [] : keys))}
    />
  );
}

function toggled(keys: ReadonlySet<string>, key: string): ReadonlySet<string> {
  const changed = new Set(keys);
  if (!changed.delete(key)) changed.add(key);
  return changed;
}
