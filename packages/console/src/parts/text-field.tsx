import { Field, type FieldProps } from './field.js';

export interface TextFieldProps extends Omit<FieldProps, 'children'> {
  readonly type?: 'text' | 'email' | 'number' | 'date';
  readonly class?: string;
  readonly autocomplete?: string;
  readonly placeholder?: string;
  readonly autofocus?: boolean;
  readonly isOptional?: boolean;
  readonly value: string;
  readonly write: (value: string) => void;
}

/** One line of text, or a number from 0 on. */
export function TextField({
  label,
  hint,
  pointer,
  error,
  type: wanted = 'text',
  autocomplete = 'off',
  isOptional = false,
  write,
  ...input
}: TextFieldProps) {
  // As one type, because the types of the attributes allow no choice between several.
  const type = wanted as 'text';
  return (
    <Field label={label} hint={hint} pointer={pointer} error={error}>
      {(attributes) => (
        <input
          {...attributes}
          {...input}
          type={type}
          autocomplete={autocomplete}
          spellcheck={false}
          dir="auto"
          required={!isOptional}
          min={0}
          step={1}
          onInput={(event) => write(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}

interface ChoiceFieldProps extends Omit<FieldProps, 'children'> {
  /** Values that are their own names, or values with names. */
  readonly options: readonly (string | readonly [value: string, name: string])[];
  readonly value: string;
  readonly write: (value: string) => void;
}

/** One of a few values. */
export function ChoiceField({ options, value, write, ...field }: ChoiceFieldProps) {
  return (
    <Field {...field}>
      {(attributes) => (
        <select {...attributes} required value={value} onChange={(event) => write(event.currentTarget.value)}>
          {options.map((option) => {
            const [one, name] = typeof option === 'string' ? [option, option] : option;
            return (
              <option key={one} value={one}>
                {name}
              </option>
            );
          })}
        </select>
      )}
    </Field>
  );
}
