import { api, type PolicyRule } from '../../api/api.js';
import { useData } from '../../api/use-data.js';
import { to } from '../../navigation.js';
import { Empty } from '../../parts/empty.js';
import { Facts, Opened, RowLink, useOpenRow } from '../../parts/opened.js';
import { ProblemNote } from '../../parts/problem-note.js';
import { Table } from '../../parts/table.js';
import { ReasonWords } from '../../parts/verdict.js';
import { text } from '../../text.js';

/** The rules, as the service was given them. Their order means nothing: one that forbids beats all that allow. */
export function PolicyRules() {
  const { data, error } = useData(api('get', '/policy', {}));
  const { open, hrefOf } = useOpenRow();
  if (error !== null) return <ProblemNote error={error} />;
  return (
    <>
      <p class="muted">{text.policy.rulesWhat}</p>
      <Table
        caption={text.policy.rules}
        rows={data?.rules ?? null}
        keyOf={({ name }) => name}
        labelOf={({ name }) => name}
        hrefOf={({ name }) => hrefOf(name)}
        columns={[
          {
            head: text.policy.rule,
            is: 'wide',
            cell: ({ name }) => (
              <RowLink id={name}>
                <span>{name}</span>
              </RowLink>
            ),
          },
          { head: text.policy.effect, cell: ({ effect }) => <Effect of={effect} /> },
          {
            head: text.policy.actions,
            cell: ({ actions }) =>
              actions === null ? text.policy.everyAction : text.policy.actionCount(actions.length),
          },
        ]}
        detailOf={(rule) => (rule.name === open ? <OpenRule rule={rule} /> : null)}
        empty={<Empty>{text.decision.none}</Empty>}
      />
    </>
  );
}

function Effect({ of: effect }: { readonly of: PolicyRule['effect'] }) {
  return (
    <span class={`badge ${effect === 'allow' ? 'accepted' : 'refused'}`}>{text.policy.effects[effect]}</span>
  );
}

function OpenRule({ rule: { name, actions, when, reason } }: { readonly rule: PolicyRule }) {
  return (
    <Opened label={name}>
      <pre tabIndex={0}>{when}</pre>
      <Facts
        facts={{
          [text.policy.actions]:
            actions === null ? (
              text.policy.everyAction
            ) : (
              <span class="code-list">
                {actions.map((action) => (
                  <a key={action} href={to('/policy', { open: action })}>
                    <code>{action}</code>
                  </a>
                ))}
              </span>
            ),
          ...(reason === null ? {} : { [text.policy.reason]: <ReasonWords of={reason} /> }),
        }}
      />
      {reason !== null && <a href={to('/audit', { outcome: 'refused', reason })}>{text.policy.refusals}</a>}
    </Opened>
  );
}
