import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { text } from '../text.js';
import type { Close } from './ask.js';
import { Dialog } from './dialog.js';
import { Field } from './field.js';
import { ProblemNote } from './problem-note.js';
import { useSubmit } from './use-submit.js';
import { Words } from './words.js';

interface IrreversibleProps {
  readonly title: string;
  /** What will be gone. */
  readonly children: ComponentChildren;
  /** What must be typed: the name of what will be gone. */
  readonly name: string;
  readonly button: string;
  readonly act: () => Promise<void>;
  readonly close: Close<true>;
}

/** Asks for the name of what cannot be brought back, and then does it. */
export function Irreversible({ title, children, name, button, act, close }: IrreversibleProps) {
  const [typed, setTyped] = useState('');
  const { submit, isBusy, error } = useSubmit(async () => {
    await act();
    close(true);
  });
  const isSame = typed.trim().toLowerCase() === name.toLowerCase();
  return (
    <Dialog title={title} onClose={() => close(null)}>
      <form onSubmit={submit}>
        {children}
        <ProblemNote error={error} />
        <Field label={text.irreversible.type}>
          {(attributes) => (
            <>
              <code class="to-type">
                <Words of={name} />
              </code>
              <input
                {...attributes}
                autocomplete="off"
                spellcheck={false}
                autofocus
                dir="auto"
                value={typed}
                onInput={(event) => setTyped(event.currentTarget.value)}
              />
            </>
          )}
        </Field>
        <footer>
          <button type="button" onClick={() => close(null)}>
            {text.dialog.cancel}
          </button>
          <button type="submit" class="danger" disabled={!isSame || isBusy}>
            {button}
          </button>
        </footer>
      </form>
    </Dialog>
  );
}
