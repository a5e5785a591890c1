import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import * as text from '../text.js';
import type { Close } from './ask.js';
import { Field } from './field.js';
import { useSubmit } from './use-submit.js';
import { Words } from './words.js';
import { FormDialog } from './form-dialog.js';

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
  const submission = useSubmit(async () => {
    await act();
    close(true);
  });
  const isSame = typed.trim().toLowerCase() === name.toLowerCase();
  return (
    <FormDialog title={title} of={submission} button={button} is="danger" isDisabled={!isSame} close={close}>
      {children}
      <Field label={text.irreversibleType}>
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
    </FormDialog>
  );
}
