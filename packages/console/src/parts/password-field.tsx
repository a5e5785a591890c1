import { useState } from 'preact/hooks';
import * as text from '../text.js';
import { Field } from './field.js';

interface PasswordFieldProps {
  readonly label: string;
  readonly hint?: string;
  readonly pointer?: string;
  readonly autocomplete: 'current-password' | 'new-password';
  readonly autofocus?: boolean;
  readonly error?: unknown;
  readonly value: string;
  readonly onInput: (value: string) => void;
}

/** A password, which somebody can look at before they send it. */
export function PasswordField({
  autocomplete,
  autofocus = false,
  value,
  onInput,
  ...field
}: PasswordFieldProps) {
  const [isShown, setShown] = useState(false);
  // As one type, because the types of the attributes allow no choice between two.
  const type = (isShown ? 'text' : 'password') as 'password';
  return (
    <Field {...field}>
      {(attributes) => (
        <span class="password">
          <input
            {...attributes}
            type={type}
            autocomplete={autocomplete}
            spellcheck={false}
            required
            autofocus={autofocus}
            value={value}
            onInput={(event) => onInput(event.currentTarget.value)}
          />
          <button
            type="button"
            aria-pressed={isShown}
            aria-controls={attributes.id}
            onClick={() => setShown(!isShown)}
          >
            {text.signInShow}
          </button>
        </span>
      )}
    </Field>
  );
}
