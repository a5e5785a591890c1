import { useState } from 'preact/hooks';
import * as text from '../text.js';
import { ProblemNote } from './problem-note.js';
import { useSubmit } from './use-submit.js';

/** A limit of one's own, `null` for none, or the default. */
export type Limit = number | null | 'default';

interface LimitFormProps {
  readonly quota: { readonly meter: string; readonly limit: number | null };
  /** Can the default hold instead? */
  readonly hasDefault: boolean;
  /** The default, if it is known. */
  readonly defaultLimit?: number | null | undefined;
  readonly save: (limit: Limit) => Promise<void>;
  readonly close: () => void;
}

/** Changes a limit where it stands; Esc leaves it as it is. */
export function LimitForm({
  quota: { meter, limit: before },
  hasDefault,
  defaultLimit,
  save,
  close,
}: LimitFormProps) {
  const [limit, setTyped] = useState(String(before ?? ''));
  const [way, setWay] = useState<'save' | 'unlimited' | 'default'>('save');
  const { submit, isBusy, error } = useSubmit(async () => {
    await save({ save: Number(limit), unlimited: null, default: 'default' as const }[way]);
    close();
  });
  return (
    <form
      class="limit"
      onSubmit={submit}
      onKeyDown={(event) => {
        if (event.key === 'Escape') close();
      }}
    >
      <input
        type="number"
        min={0}
        step={1}
        required={way === 'save'}
        autofocus
        // The attribute works when a page loads, and this form appears later.
        ref={(input) => {
          if (input !== null && !input.form?.contains(document.activeElement)) input.select();
        }}
        aria-label={text.quotaLimitOf(meter)}
        value={limit}
        onInput={(event) => setTyped(event.currentTarget.value)}
      />
      <button type="submit" class="main" disabled={isBusy} onClick={() => setWay('save')}>
        {text.quotaSave}
      </button>
      <button type="submit" formNoValidate disabled={isBusy} onClick={() => setWay('unlimited')}>
        {text.quotaUnlimitedWord}
      </button>
      {hasDefault && (
        <button type="submit" formNoValidate disabled={isBusy} onClick={() => setWay('default')}>
          {defaultLimit === undefined ? text.quotaBackToDefault : text.quotaBackTo(limitWords(defaultLimit))}
        </button>
      )}
      <button type="button" class="plain" onClick={close}>
        {text.dialogCancel}
      </button>
      <ProblemNote error={error} />
    </form>
  );
}

export function limitWords(limit: Limit): string {
  if (limit === 'default') return text.quotaDefault;
  return limit === null ? text.quotaUnlimitedWord : text.number(limit);
}
