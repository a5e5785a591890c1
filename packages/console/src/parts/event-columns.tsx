import type { AuditEvent } from '../api/api.js';
import { to } from '../navigation.js';
import * as text from '../text.js';
import { shortId } from './short-id.js';
import type { Column } from './table.js';
import { Time } from './time.js';
import { OwnerLink } from './owner-link.js';
import { Words } from './words.js';

/** How an audit event looks in a row, wherever it is listed. */
export const EVENT_COLUMNS: readonly Column<AuditEvent>[] = [
  { head: text.eventAt, cell: ({ at }) => <Time at={at} hasClock /> },
  { head: text.eventActor, cell: ({ actor }) => <Actor of={actor} /> },
  {
    head: text.eventAction,
    cell: ({ id, action }) => (
      <a href={to('/audit', { open: id })}>
        <code>{action}</code>
      </a>
    ),
  },
  { head: text.eventTarget, cell: (event) => <Target of={event} /> },
  {
    head: text.eventOutcome,
    is: 'wide',
    cell: ({ outcome, reason, count }) => (
      <span class="outcome">
        <span class={`badge ${outcome}`}>{text.eventOutcomes[outcome]}</span>{' '}
        <span title={text.reasonOf(reason)}>{reason}</span>
        {count > 1 && ` × ${count}`}
      </span>
    ),
  },
];

function Actor({ of: actor }: { readonly of: AuditEvent['actor'] }) {
  if (actor.type === 'user') return <OwnerLink id={actor.id} name={actor.name} />;
  return <>{actor.type === 'system' ? actor.name : text.eventAnonymous}</>;
}

function Target({ of: { action, target, outcome, details } }: { readonly of: AuditEvent }) {
  const { type, id, ownerId, owner, name: member } = target;
  // What was refused to be made has an id that leads nowhere; the name is what somebody asked for.
  if (action === 'resource:create' && outcome === 'refused' && typeof details['name'] === 'string')
    return <Words of={details['name']} />;
  if (id === null) return <>{type}</>;
  if (type === 'user' || type === 'group') return <OwnerLink id={id} type={owner?.type} name={owner?.name} />;
  const name = `${type} ${shortId(id)}`;
  if (type === 'resource') return <a href={to('/resources', { open: id })}>{name}</a>;
  if ((type !== 'quota' && type !== 'member') || ownerId === null) return <>{name}</>;
  return (
    <span>
      {type === 'member' ? <OwnerLink id={id} name={member} /> : name} {text.eventOf}{' '}
      <OwnerLink id={ownerId} type={owner?.type} name={owner?.name} />
    </span>
  );
}
