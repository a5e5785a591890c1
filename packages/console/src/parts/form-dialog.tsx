import type { ComponentChildren } from 'preact';
import type { ApiRequest } from '../api/api.js';
import * as text from '../text.js';
import { CurlButton } from './curl-button.js';
import { Dialog } from './dialog.js';
import { ProblemNote } from './problem-note.js';
import type { useSubmit } from './use-submit.js';

interface FormDialogProps {
  readonly title: string;
  readonly of: ReturnType<typeof useSubmit>;
  /** The pointers whose complaints are shown beside their fields. */
  readonly fields?: readonly string[] | undefined;
  readonly button: string;
  readonly is?: 'main' | 'danger';
  readonly isDisabled?: boolean;
  /** Shown as curl. */
  readonly request?: ApiRequest<unknown>;
  readonly close: (answer: null) => void;
  readonly children: ComponentChildren;
}

/** A dialog that does one thing, and says beside its button why it could not. */
export function FormDialog({
  title,
  of: { submit, isBusy, error },
  fields,
  button,
  is = 'main',
  isDisabled = false,
  request,
  close,
  children,
}: FormDialogProps) {
  return (
    <Dialog title={title} onClose={() => close(null)}>
      <form onSubmit={submit}>
        {children}
        <ProblemNote error={error} fields={fields} />
        <footer>
          {request !== undefined && <CurlButton requests={[request]} />}
          <button type="button" onClick={() => close(null)}>
            {text.dialogCancel}
          </button>
          <button type="submit" class={is} disabled={isBusy || isDisabled}>
            {button}
          </button>
        </footer>
      </form>
    </Dialog>
  );
}
