import type { Explanation } from '../api/api.js';
import { to } from '../navigation.js';
import { may } from '../session.js';
import { text } from '../text.js';
import { Figures } from './figures.js';

/** A decision in words: yes or no, why, by which rule, and what is lacking. */
export function Verdict({ of: { allowed, reason, rule, behind, quotas } }: { readonly of: Explanation }) {
  return (
    <div class={`note ${allowed ? '' : 'bad'}`} role="status">
      <p>
        <strong>{allowed ? text.verdict.allowed : text.verdict.refused}</strong>{' '}
        {allowed ? '' : <ReasonWords of={reason} />}
      </p>
      {rule !== null && <RuleLink name={rule} />}
      {behind !== null && (
        <p>
          {text.verdict.behind} {behind.allowed ? text.verdict.allowed : <ReasonWords of={behind.reason} />}
        </p>
      )}
      {quotas !== undefined && <Figures of={quotas} />}
    </div>
  );
}

/** The code of a reason, and what it means. */
export function ReasonWords({ of: reason }: { readonly of: string }) {
  return (
    <>
      <code>{reason}</code> {text.reasonOf(reason)}
    </>
  );
}

/** Leads to a rule of the policy, for those who may see it. */
export function RuleLink({ name }: { readonly name: string }) {
  return (
    <p>
      {text.verdict.rule}{' '}
      {may('policy:read', 'platform') ? (
        <a href={to('/policy', { tab: 'rules', open: name })}>{name}</a>
      ) : (
        name
      )}
    </p>
  );
}
