import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { go, here, useAddress } from '../navigation.js';
import * as text from '../text.js';
import { useKey } from './keys.js';

/** The id of the row that is open, from the URL, and the link that opens or closes one. */
export function useOpenRow(): { readonly open: string | null; readonly hrefOf: (id: string) => string } {
  const { query } = useAddress();
  const open = query['open'] ?? null;
  return { open, hrefOf: (id) => here({ open: id === open ? null : id }) };
}

interface RowLinkProps {
  readonly id: string;
  readonly children: ComponentChildren;
}

/** Opens the row that it stands in, and closes it again. */
export function RowLink({ id, children }: RowLinkProps) {
  const { open, hrefOf } = useOpenRow();
  return (
    <a href={hrefOf(id)} class="opens" aria-expanded={id === open}>
      {children}
    </a>
  );
}

interface OpenedProps {
  readonly label: string;
  readonly children: ComponentChildren;
}

/** What stands in an open row; Esc closes it. */
export function Opened({ label, children }: OpenedProps) {
  const section = useRef<HTMLElement>(null);
  useKey('Escape', text.keysClose, () => go(here({ open: null })));
  // Whoever follows a link to it sees it without looking for it.
  useEffect(() => section.current?.scrollIntoView({ block: 'nearest' }), []);
  return (
    <section ref={section} class="opened" aria-label={label}>
      {children}
    </section>
  );
}

/** The same, above the list, for what is open and not on this page of it. */
export function OpenedElsewhere({ label, children }: OpenedProps) {
  return (
    <div class="panel">
      <header>
        <h2>{label}</h2>
        <a href={here({ open: null })}>{text.dialogClose}</a>
      </header>
      {children}
    </div>
  );
}

/** Names and values, side by side where there is room. */
export function Facts({ facts }: { readonly facts: Readonly<Record<string, ComponentChildren>> }) {
  return (
    <dl class="facts">
      {Object.entries(facts).map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
