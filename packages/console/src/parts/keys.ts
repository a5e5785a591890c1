import { useEffect, useRef } from 'preact/hooks';

interface Key {
  /** As `event.key` has it; `g u` is one after the other, `mod+k` with Ctrl or ⌘. */
  readonly key: string;
  /** Its description in the help. */
  readonly does: string;
  readonly press: () => void;
}

const SEQUENCE_MS = 1_000;
const bound: Key[] = [];
let before: { readonly key: string; readonly at: number } | null = null;

addEventListener('keydown', (event) => {
  if (event.isComposing || event.altKey) return;
  const isMod = event.ctrlKey || event.metaKey;
  const key = isMod ? `mod+${event.key.toLowerCase()}` : event.key;
  const isTyping = event.target instanceof Element && event.target.closest('input,textarea,select') !== null;
  // Within a dialog, keys belong to the dialog; while somebody types, they are text.
  if (!isMod && (isTyping || document.querySelector('dialog[open]') !== null)) return;
  const sequence =
    before !== null && event.timeStamp - before.at < SEQUENCE_MS ? `${before.key} ${key}` : null;
  const found = find(sequence) ?? find(key);
  before = found === undefined && !isMod ? { key, at: event.timeStamp } : null;
  if (found === undefined) return;
  event.preventDefault();
  found.press();
});

/** The latest binding of a key wins: that of the innermost part of the screen. */
function find(key: string | null): Key | undefined {
  return bound.findLast((candidate) => candidate.key === key);
}

/** Binds a key for as long as the component is on the screen, and names it in the help. */
export function useKey(key: string, does: string, press: () => void): void {
  const latest = useRef(press);
  latest.current = press;
  useEffect(() => {
    const entry = { key, does, press: () => latest.current() };
    bound.push(entry);
    return () => void bound.splice(bound.indexOf(entry), 1);
  }, [key, does]);
}

/** The keys of this screen, for the help and the palette. */
export function boundKeys(): readonly Key[] {
  return [...new Map(bound.map((entry) => [entry.key, entry])).values()];
}
