import { api, type PolicyCell, type PolicyOverview, type PolicyRule } from '../../api/api.js';
import { useData } from '../../api/use-data.js';
import { to } from '../../navigation.js';
import { Empty } from '../../parts/empty.js';
import { Opened, RowLink, useOpenRow } from '../../parts/opened.js';
import { ProblemNote } from '../../parts/problem-note.js';
import { Table } from '../../parts/table.js';
import { ReasonWords } from '../../parts/verdict.js';
import * as text from '../../text.js';
import { isPossible } from '../user/decisions.js';

/** What somebody with a role may do, or a member of the group that owns the target. */
type DecidedCell = Omit<PolicyCell, 'target'> & { readonly target: PolicyCell['target'] | 'group' };

interface Row {
  readonly action: string;
  readonly cells: readonly DecidedCell[];
}

/** Every action by role, and by the role of a member. A cell leads to the rule that decides; a row opens to why. */
export function PolicyTable() {
  const { data, error } = useData(api('get', '/policy', {}));
  const { open, hrefOf } = useOpenRow();
  if (error !== null) return <ProblemNote error={error} />;
  const cellsOf = ({ cells }: Row, role: string) => cells.filter((cell) => cell.role === role);
  const roles = data === null ? [] : [...data.roles, ...data.memberRoles.map(text.policyMemberOfRole)];
  return (
    <>
      <p class="muted">{text.policyTableWhat}</p>
      <Table
        caption={text.policyTable}
        rows={data === null ? null : rowsOf(data)}
        keyOf={({ action }) => action}
        labelOf={({ action }) => action}
        hrefOf={({ action }) => hrefOf(action)}
        columns={[
          {
            head: text.decisionAction,
            cell: ({ action }) => (
              <RowLink id={action}>
                <code>{action}</code>
              </RowLink>
            ),
          },
          ...roles.map((role) => ({
            head: role,
            cell: (row: Row) => <Cell action={row.action} cells={cellsOf(row, role)} />,
          })),
        ]}
        detailOf={(row) =>
          row.action === open && data !== null ? <OpenRow row={row} rules={data.rules} /> : null
        }
        empty={<Empty>{text.decisionNone}</Empty>}
      />
    </>
  );
}

function rowsOf({ table, memberTable }: PolicyOverview): readonly Row[] {
  return table.map(({ action, cells }) => {
    const ofMembers = memberTable.find((row) => row.action === action)?.cells ?? [];
    return {
      action,
      cells: [
        ...cells.filter(({ target }) => isPossible(action, target)),
        ...ofMembers.map(({ memberRole, ...cell }) => ({
          ...cell,
          role: text.policyMemberOfRole(memberRole),
          target: 'group' as const,
        })),
      ],
    };
  });
}

/** One answer where all are the same; otherwise one a line, with what it is about. */
function Cell({ action, cells }: { readonly action: string; readonly cells: readonly DecidedCell[] }) {
  const groups = groupsOf(cells);
  return (
    <>
      {groups.map(({ key, cell, about }) => (
        <div key={key} class="answer">
          <Answer action={action} cell={cell} about={about} />
          {groups.length > 1 && <small class="muted">{about.join(', ')}</small>}
          {!cell.allowed && <small class="muted">{cell.reason}</small>}
        </div>
      ))}
    </>
  );
}

interface AnswerProps {
  readonly action: string;
  readonly cell: DecidedCell;
  readonly about: readonly string[];
}

function Answer({ action, cell: { role, allowed, rule }, about }: AnswerProps) {
  const { hrefOf } = useOpenRow();
  const word = allowed ? text.decisionYes : text.decisionNo;
  return (
    <a
      class={`badge ${allowed ? 'accepted' : 'refused'}`}
      href={rule === null ? hrefOf(action) : to('/policy', { tab: 'rules', open: rule })}
      aria-label={text.policyAnswerOf(action, role, about.join(', '), word)}
      title={rule ?? undefined}
    >
      {word}
    </a>
  );
}

interface Group {
  readonly key: string;
  readonly cell: DecidedCell;
  readonly about: string[];
}

/** The cells with the same answer for the same reason. */
function groupsOf(cells: readonly DecidedCell[]): readonly Group[] {
  const groups = new Map<string, Group>();
  for (const cell of cells) {
    const key = `${cell.allowed} ${cell.reason} ${cell.rule}`;
    const group = groups.get(key) ?? { key, cell, about: [] };
    const target = text.policyTargets[cell.target];
    group.about.push(cell.kind === null || !hasKinds(cells) ? target : `${target} (${cell.kind})`);
    groups.set(key, group);
  }
  return [...groups.values()];
}

function hasKinds(cells: readonly DecidedCell[]): boolean {
  return new Set(cells.map(({ kind }) => kind)).size > 1;
}

/** All answers in words, and the rules that say something about the action. */
function OpenRow({ row, rules }: { readonly row: Row; readonly rules: readonly PolicyRule[] }) {
  const about = rules.filter(({ actions }) => actions === null || actions.includes(row.action));
  return (
    <Opened label={row.action}>
      <ul class="lines">
        {row.cells.map(({ role, target, kind, allowed, reason, rule }) => (
          <li key={`${role} ${target} ${kind}`}>
            <strong>{role}</strong>, {text.policyTargets[target]}
            {kind !== null && ` (${kind})`}: {allowed ? text.decisionYes : <ReasonWords of={reason} />}{' '}
            {rule !== null && <a href={to('/policy', { tab: 'rules', open: rule })}>{rule}</a>}
          </li>
        ))}
      </ul>
      <p>
        {text.policyRulesAbout}{' '}
        {about.map(({ name }, index) => (
          <>
            {index > 0 && ' · '}
            <a href={to('/policy', { tab: 'rules', open: name })}>{name}</a>
          </>
        ))}
      </p>
      <a href={to('/policy', { tab: 'simulator', action: row.action })}>{text.policyTryIt}</a>
    </Opened>
  );
}
