import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { Problem } from '../api/problem.js';

export interface FieldProps {
  readonly label: string;
  readonly hint?: string | undefined;
  /** The pointer of the member in the body, whose complaint is shown here: `/email`. */
  readonly pointer?: string | undefined;
  readonly error?: unknown;
  readonly children: (attributes: {
    readonly id: string;
    readonly 'aria-describedby': string | undefined;
    readonly 'aria-invalid': boolean;
  }) => ComponentChildren;
}

/** A labelled input, with what the server says about it. */
export function Field({ label, hint, pointer, error, children }: FieldProps) {
  const id = useId();
  const complaint =
    error instanceof Problem ? error.errors.find((one) => one.pointer === pointer)?.detail : undefined;
  const isDescribed = hint !== undefined || complaint !== undefined;
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {children({
        id,
        'aria-describedby': isDescribed ? `${id}-about` : undefined,
        'aria-invalid': complaint !== undefined,
      })}
      {isDescribed && (
        <small id={`${id}-about`} class={complaint === undefined ? undefined : 'complaint'}>
          {complaint ?? hint}
        </small>
      )}
    </div>
  );
}
