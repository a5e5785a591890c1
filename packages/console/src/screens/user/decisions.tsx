import { api, type Decision } from '../../api/api.js';
import { useData } from '../../api/use-data.js';
import { here, to } from '../../navigation.js';
import { Empty } from '../../parts/empty.js';
import { ProblemNote } from '../../parts/problem-note.js';
import { Table } from '../../parts/table.js';
import { may } from '../../session.js';
import * as text from '../../text.js';

/** What can they do? Every action, with the rule or the reason behind the answer. */
export function Decisions({ userId }: { readonly userId: string }) {
  const { data, error } = useData(api('get', '/users/{id}/decisions', { path: { id: userId } }));
  if (error !== null) return <ProblemNote error={error} />;
  const actions = [...new Set(data?.items.map(({ action }) => action))];
  const at = (action: string, target: Decision['target']) =>
    data?.items.filter(
      (one) => one.action === action && one.target === target && isPossible(action, target),
    ) ?? [];
  return (
    <>
      <p class="muted">
        {text.decisionAbout} {text.decisionInGroups} <a href={here({ tab: 'groups' })}>{text.userGroups}</a>.
      </p>
      <Table
        caption={text.userDecisions}
        rows={data === null ? null : actions.map((action) => ({ action }))}
        keyOf={({ action }) => action}
        labelOf={({ action }) => action}
        columns={[
          { head: text.decisionAction, cell: ({ action }) => <code>{action}</code> },
          ...(['own', 'foreign', 'platform'] as const).map((target) => ({
            head: text.decisionTargets[target],
            cell: ({ action }: { action: string }) => <Answers of={at(action, target)} />,
          })),
        ]}
        empty={<Empty>{text.decisionNone}</Empty>}
      />
    </>
  );
}

/** No user is the owner of a group, so that nobody asks about their own. */
export function isPossible(action: string, target: string): boolean {
  return target !== 'own' || !/^(group|member):/.test(action);
}

/** The rule that allows it, which leads to itself, or the reason against it. */
function Why({ of: { allowed, rule, reason } }: { readonly of: Decision }) {
  if (!allowed || rule === null)
    return allowed ? <>{reason}</> : <abbr title={text.reasonOf(reason)}>{reason}</abbr>;
  if (!may('policy:read', 'platform')) return <>{rule}</>;
  return <a href={to('/policy', { tab: 'rules', open: rule })}>{rule}</a>;
}

/** Kinds with the same answer share a line. */
function Answers({ of: decisions }: { readonly of: readonly Decision[] }) {
  const kindsOf = new Map<string, { decision: Decision; kinds: string[] }>();
  for (const decision of decisions) {
    const answer = `${decision.allowed} ${decision.reason} ${decision.rule}`;
    const entry = kindsOf.get(answer) ?? { decision, kinds: [] };
    if (decision.kind !== null) entry.kinds.push(decision.kind);
    kindsOf.set(answer, entry);
  }
  if (kindsOf.size === 0) {
    return (
      <span class="muted" title={text.decisionNoSuchTarget}>
        –
      </span>
    );
  }
  return (
    <>
      {[...kindsOf].map(([answer, { decision, kinds }]) => (
        <div key={answer}>
          <span class={`badge ${decision.allowed ? 'accepted' : 'refused'}`}>
            {decision.allowed ? text.decisionYes : text.decisionNo}
          </span>{' '}
          {kindsOf.size > 1 && <code>{kinds.join(', ')}</code>}{' '}
          <small class="muted">
            <Why of={decision} />
          </small>
        </div>
      ))}
    </>
  );
}
