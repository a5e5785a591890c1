import { api, type PolicyRule } from '../../api/api.js';
import { useData } from '../../api/use-data.js';
import { to } from '../../navigation.js';
import { Empty } from '../../parts/empty.js';
import { Facts, Opened, RowLink, useOpenRow } from '../../parts/opened.js';
import { ProblemNote } from '../../parts/problem-note.js';
import { Table } from '../../parts/table.js';
import { ReasonWords } from '../../parts/verdict.js';
import * as text from '../../text.js';

/** The rules, as the service was given them. Their order means nothing: one that forbids beats all that allow. */
export function PolicyRules() {
  const { data, error } = useData(api('get', '/policy', {}));
  const { open, hrefOf } = useOpenRow();
  if (error !== null) return <ProblemNote error={error} />;
  return (
    <>
      <p class="muted">{text.policyRulesWhat}</p>
      <Table
        caption={text.policyRules}
        rows={data?.rules ?? null}
        keyOf={({ name }) => name}
        labelOf={({ name }) => name}
        hrefOf={({ name }) => hrefOf(name)}
        columns={[
          {
            head: text.policyRule,
            is: 'wide',
            cell: ({ name }) => (
              <RowLink id={name}>
                <span>{name}</span>
              </RowLink>
            ),
          },
          { head: text.policyEffect, cell: ({ effect }) => <Effect of={effect} /> },
          {
            head: text.policyActions,
            cell: ({ actions }) =>
              actions === null ? text.policyEveryAction : text.policyActionCount(actions.length),
          },
        ]}
        detailOf={(rule) => (rule.name === open ? <OpenRule rule={rule} /> : null)}
        empty={<Empty>{text.decisionNone}</Empty>}
      />
    </>
  );
}

function Effect({ of: effect }: { readonly of: PolicyRule['effect'] }) {
  return (
    <span class={`badge ${effect === 'allow' ? 'accepted' : 'refused'}`}>{text.policyEffects[effect]}</span>
  );
}

function OpenRule({ rule: { name, actions, when, reason } }: { readonly rule: PolicyRule }) {
  return (
    <Opened label={name}>
      <pre tabIndex={0}>{when}</pre>
      <Facts
        facts={{
          [text.policyActions]:
            actions === null ? (
              text.policyEveryAction
            ) : (
              <span class="code-list">
                {actions.map((action) => (
                  <a key={action} href={to('/policy', { open: action })}>
                    <code>{action}</code>
                  </a>
                ))}
              </span>
            ),
          ...(reason === null ? {} : { [text.policyReason]: <ReasonWords of={reason} /> }),
        }}
      />
      {reason !== null && <a href={to('/audit', { outcome: 'refused', reason })}>{text.policyRefusals}</a>}
    </Opened>
  );
}
