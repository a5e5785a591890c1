import { useState } from 'preact/hooks';
import { api, type Quota } from '../../api/api.js';
import { useData } from '../../api/use-data.js';
import { Empty } from '../../parts/empty.js';
import { ProblemNote } from '../../parts/problem-note.js';
import { QuotaBar } from '../../parts/quota-bar.js';
import { Table } from '../../parts/table.js';
import { useSubmit } from '../../parts/use-submit.js';
import { text } from '../../text.js';
import { setLimit } from './set-limit.js';

/** What they may have and what they have; a limit is changed where it stands. */
export function Quotas({ userId, mayChange }: { readonly userId: string; readonly mayChange: boolean }) {
  const { data, error } = useData(api('get', '/users/{id}/quotas', { path: { id: userId } }));
  const [edited, setEdited] = useState<string | null>(null);
  if (error !== null) return <ProblemNote error={error} />;
  return (
    <Table
      caption={text.user.quotas}
      rows={data?.items ?? null}
      keyOf={({ meter }) => meter}
      labelOf={({ meter }) => meter}
      columns={[
        { head: text.quota.meter, cell: ({ meter }) => meter },
        { head: text.quota.usage, is: 'wide', cell: (quota) => <QuotaBar quota={quota} /> },
        {
          head: text.quota.source,
          cell: ({ source }) => (source === 'user' ? text.quota.own : text.quota.default),
        },
        {
          head: text.quota.limit,
          is: 'end',
          cell: (quota) => {
            if (!mayChange) return quota.limit ?? text.quota.unlimitedWord;
            return (
              <button
                type="button"
                aria-expanded={edited === quota.meter}
                onClick={() => setEdited(edited === quota.meter ? null : quota.meter)}
              >
                {text.quota.change(quota.meter, quota.limit)}
              </button>
            );
          },
        },
      ]}
      detailOf={(quota) =>
        edited === quota.meter && <LimitForm userId={userId} quota={quota} close={() => setEdited(null)} />
      }
      empty={<Empty>{text.quota.none}</Empty>}
    />
  );
}

interface LimitFormProps {
  readonly userId: string;
  readonly quota: Quota;
  readonly close: () => void;
}

function LimitForm({ userId, quota, close }: LimitFormProps) {
  const [limit, setTyped] = useState(String(quota.limit ?? ''));
  const [way, setWay] = useState<'save' | 'unlimited' | 'default'>('save');
  const { submit, isBusy, error } = useSubmit(async () => {
    await setLimit(userId, quota, { save: Number(limit), unlimited: null, default: 'default' as const }[way]);
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
        aria-label={text.quota.limitOf(quota.meter)}
        value={limit}
        onInput={(event) => setTyped(event.currentTarget.value)}
      />
      <button type="submit" class="main" disabled={isBusy} onClick={() => setWay('save')}>
        {text.quota.save}
      </button>
      <button type="submit" formNoValidate disabled={isBusy} onClick={() => setWay('unlimited')}>
        {text.quota.unlimitedWord}
      </button>
      {quota.source === 'user' && (
        <button type="submit" formNoValidate disabled={isBusy} onClick={() => setWay('default')}>
          {text.quota.backToDefault}
        </button>
      )}
      <button type="button" class="plain" onClick={close}>
        {text.dialog.cancel}
      </button>
      <ProblemNote error={error} />
    </form>
  );
}
