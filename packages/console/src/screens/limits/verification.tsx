import { useEffect, useRef, useState } from 'preact/hooks';
import { api, type QuotaDifference } from '../../api/api.js';
import { send } from '../../api/send.js';
import { refresh } from '../../api/use-data.js';
import { to } from '../../navigation.js';
import { CurlButton } from '../../parts/curl-button.js';
import { ProblemNote } from '../../parts/problem-note.js';
import { shortId } from '../../parts/short-id.js';
import { Table } from '../../parts/table.js';
import { useSubmit } from '../../parts/use-submit.js';
import { may } from '../../session.js';
import * as text from '../../text.js';

type Work = 'verify' | 'repair';

interface Run {
  readonly work: Work;
  readonly checked: number;
  readonly differences: readonly QuotaDifference[];
  /** Rows that are listed below another root than their owner's. */
  readonly misplaced: number;
  /** Where the next step begins; `null` at the end. */
  readonly cursor: string | null;
}

/** So many are listed; the others are counted. */
const SHOWN_MAX = 100;

/** Do the quotas say what is there? Step by step, so that it can be stopped, and goes on after an error. */
export function Verification() {
  const [run, setRun] = useState<Run | null>(null);
  const isStopped = useRef(false);
  const next = useRef<{ readonly work: Work; readonly from: Run | null }>({ work: 'verify', from: null });
  const { submit, isBusy, error } = useSubmit(async () => {
    const { work, from } = next.current;
    isStopped.current = false;
    let now: Run = from ?? { work, checked: 0, differences: [], misplaced: 0, cursor: null };
    do {
      setRun(now);
      now = await step(now);
    } while (now.cursor !== null && !isStopped.current);
    setRun(now);
    if (work === 'repair') refresh();
  });
  // Nobody sees the rest of a run whose screen was left.
  useEffect(() => () => void (isStopped.current = true), []);

  const start = (work: Work, from: Run | null = null) => {
    next.current = { work, from };
    submit();
  };
  const isUnfinished = run !== null && run.cursor !== null && !isBusy;
  const hasFound = run?.work === 'verify' && (run.differences.length > 0 || run.misplaced > 0);
  return (
    <>
      <p class="muted">{text.verificationAbout}</p>
      <div class="commands">
        {may('quota:verify', 'platform') && (
          <button type="button" disabled={isBusy} onClick={() => start('verify')}>
            {text.verificationVerify}
          </button>
        )}
        {hasFound && may('quota:repair', 'platform') && (
          <button type="button" class="main" disabled={isBusy} onClick={() => start('repair')}>
            {text.verificationRepair}
          </button>
        )}
        {isBusy && (
          <button type="button" onClick={() => (isStopped.current = true)}>
            {text.verificationStop}
          </button>
        )}
        {isUnfinished && (
          <button type="button" onClick={() => start(run.work, run)}>
            {text.verificationGoOn}
          </button>
        )}
        <CurlButton requests={[api('post', '/quota-verifications', { body: {} })]} />
      </div>
      <ProblemNote error={error} />
      <div role="status">
        {isBusy && <progress aria-label={text.verificationRunning} />}
        {run !== null && (
          <p>
            {text.verificationState(
              run.checked,
              run.differences.length,
              run.work,
              run.cursor === null && !isBusy,
            )}
          </p>
        )}
      </div>
      {run !== null && run.misplaced > 0 && <p>{text.verificationMisplaced(run.misplaced, run.work)}</p>}
      {run !== null && run.differences.length > 0 && <Differences of={run.differences} />}
    </>
  );
}

/** Does one step, and adds what it found. */
async function step({ work, checked, differences, misplaced, cursor }: Run): Promise<Run> {
  const given = { body: cursor === null ? {} : { cursor } };
  const { body } = await send(
    work === 'verify' ? api('post', '/quota-verifications', given) : api('post', '/quota-repairs', given),
  );
  return {
    work,
    checked: checked + body.checked,
    differences: [...differences, ...body.differences],
    misplaced: body.misplaced.reduce((sum, { count }) => sum + count, misplaced),
    cursor: body.nextCursor,
  };
}

function Differences({ of: differences }: { readonly of: readonly QuotaDifference[] }) {
  return (
    <Table
      caption={text.verificationDifferences}
      rows={differences.slice(0, SHOWN_MAX)}
      keyOf={({ ownerId, meter }) => `${ownerId} ${meter}`}
      labelOf={({ ownerId }) => ownerId}
      hrefOf={({ ownerId }) => to(`/users/${ownerId}`)}
      columns={[
        {
          head: text.resourceOwner,
          is: 'wide',
          cell: ({ ownerId }) => <a href={to(`/users/${ownerId}`)}>{shortId(ownerId)}</a>,
        },
        { head: text.quotaMeter, cell: ({ meter }) => meter },
        { head: text.verificationUsed, is: 'end', cell: ({ used }) => text.number(used) },
        { head: text.verificationActual, is: 'end', cell: ({ actual }) => text.number(actual) },
      ]}
      empty={null}
    />
  );
}
