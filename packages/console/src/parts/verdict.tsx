import { useEffect, useRef } from 'preact/hooks';
import type { Explanation } from '../api/api.js';
import { to } from '../navigation.js';
import { may } from '../session.js';
import * as text from '../text.js';
import { Figures } from './figures.js';
import { Room, type RoomOwner } from './room.js';

interface VerdictProps {
  readonly of: Explanation;
  /** Whose room a create would take. */
  readonly owner?: RoomOwner | null;
}

/** A decision in words: yes or no, why, by which rule, and what is lacking. */
export function Verdict({ of: answer, owner = null }: VerdictProps) {
  const { allowed, reason, rule, behind, quotas } = answer;
  // What they are told is not why: who may not see a target is answered as if it did not exist.
  const isHidden = behind !== null && !behind.allowed;
  const roles = answer.memberRoles ?? behind?.memberRoles;
  const note = useRef<HTMLDivElement>(null);
  useEffect(() => note.current?.scrollIntoView({ block: 'nearest' }), [answer]);
  return (
    <div ref={note} class={`note ${allowed ? '' : 'bad'}`} role="status">
      <p>
        <strong>{allowed ? text.verdictAllowed : text.verdictRefused}</strong>{' '}
        {allowed ? '' : <ReasonWords of={isHidden ? behind.reason : reason} />}
      </p>
      {roles !== undefined && <p>{text.verdictMemberRoles(roles.held, roles.needed)}</p>}
      {rule !== null && <RuleLink name={rule} />}
      {behind !== null && (
        <p>
          {isHidden ? text.verdictTold : text.verdictBehind}{' '}
          {isHidden ? <code>{reason}</code> : text.verdictAllowed}
        </p>
      )}
      {allowed && owner !== null && <Room owner={owner} />}
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
      {text.verdictRule}{' '}
      {may('policy:read', 'platform') ? (
        <a href={to('/policy', { tab: 'rules', open: name })}>{name}</a>
      ) : (
        name
      )}
    </p>
  );
}
