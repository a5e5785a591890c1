import { useLayoutEffect, useRef } from 'preact/hooks';
import * as text from '../text.js';
import { refresh } from '../api/use-data.js';
import { Store, useStore } from '../store.js';
import { useKey } from './keys.js';
import { explain } from './problem-note.js';

interface Toast {
  readonly id: number;
  readonly message: string;
  /** What it is about: the next toast about the same replaces it, so that its Undo cannot be mistaken. */
  readonly about: string | null;
  readonly undo: (() => Promise<unknown>) | null;
}

/** Long enough to read a sentence; with an Undo, also to think about it and to reach for it. */
const SHOWN_MS = 6_000;
const SHOWN_WITH_UNDO_MS = 12_000;
const SHOWN_MAX = 3;

const toasts = new Store<readonly Toast[]>([]);
let latestId = 0;
/** The latest change that can be taken back, also when its toast is gone: its inverse changes only what it has made. */
let latestUndo: Toast | null = null;

/**
 * Says what was done. With `undo`, it offers the inverse, and then says "Undone.", or the text that the inverse resolves
 * to.
 */
export function say(message: string, undo: Toast['undo'] = null, about: string | null = null): void {
  latestId += 1;
  const id = latestId;
  const others = toasts.value.filter((toast) => about === null || toast.about !== about);
  const toast = { id, message, undo, about };
  if (undo !== null) latestUndo = toast;
  toasts.set([...others, toast].slice(-SHOWN_MAX));
  setTimeout(() => dismiss(id), undo === null ? SHOWN_MS : SHOWN_WITH_UNDO_MS);
}

/** A region that is read aloud when it changes. While a dialog is open, it is seen, and its buttons wait. */
export function Toasts() {
  const shown = useStore(toasts);
  const region = useRef<HTMLDivElement>(null);
  useKey('z', text.keysUndo, () => {
    if (latestUndo === null) say(text.toastNothingToUndo);
    else void takeBack(latestUndo);
  });
  useLayoutEffect(() => {
    // Opened anew each time, it is above what was opened in between.
    region.current?.hidePopover();
    if (shown.length > 0) region.current?.showPopover();
  }, [shown]);
  return (
    <div ref={region} popover="manual" class="toasts" role="status">
      {shown.map((toast) => (
        <p key={toast.id} class="toast">
          <span>{toast.message}</span>
          {toast.undo !== null && (
            <button type="button" onClick={() => void takeBack(toast)}>
              {text.toastUndo}
            </button>
          )}
          <button
            type="button"
            class="plain"
            aria-label={text.toastDismiss}
            onClick={() => dismiss(toast.id)}
          >
            ✕
          </button>
        </p>
      ))}
    </div>
  );
}

async function takeBack(toast: Toast): Promise<void> {
  const { id, message, undo } = toast;
  const isShown = toasts.value.some((one) => one.id === id);
  if (latestUndo === toast) latestUndo = null;
  dismiss(id);
  try {
    const said = await undo?.();
    say(typeof said === 'string' ? said : isShown ? text.toastUndone : text.toastUndoneOf(message));
  } catch (error) {
    say(text.toastNotUndone(explain(error)));
  }
  refresh();
}

function dismiss(id: number): void {
  if (toasts.value.some((toast) => toast.id === id))
    toasts.set(toasts.value.filter((toast) => toast.id !== id));
}
