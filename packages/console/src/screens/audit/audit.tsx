import { api, type AuditEvent } from '../../api/api.js';
import { useData } from '../../api/use-data.js';
import { here, useAddress } from '../../navigation.js';
import { Download } from '../../parts/download.js';
import { Empty } from '../../parts/empty.js';
import { EVENT_COLUMNS } from '../../parts/event-columns.js';
import { OpenedElsewhere, RowLink, useOpenRow } from '../../parts/opened.js';
import { Pager } from '../../parts/pager.js';
import { ProblemNote } from '../../parts/problem-note.js';
import { Screen } from '../../parts/screen.js';
import { Table, type Column } from '../../parts/table.js';
import * as text from '../../text.js';
import { AuditFilters, FILTERS, NO_FILTERS } from './audit-filters.js';
import { OpenEvent } from './open-event.js';

/** An event opens from its action. */
export const OPENING_COLUMNS: readonly Column<AuditEvent>[] = EVENT_COLUMNS.map((column) =>
  column.head === text.eventAction
    ? {
        ...column,
        cell: ({ id, action }: AuditEvent) => (
          <RowLink id={id}>
            <code>{action}</code>
          </RowLink>
        ),
      }
    : column,
);

/** Who did what, and why was it refused? */
export function Audit() {
  const { query } = useAddress();
  const { open, hrefOf } = useOpenRow();
  const asked = Object.fromEntries(FILTERS.map((name) => [name, query[name]]));
  const { data, error, isStale } = useData(
    api('get', '/audit-events', { query: { ...asked, include: 'owners' } }),
  );
  const rows = data?.items ?? null;
  const isElsewhere = open !== null && rows?.every(({ id }) => id !== open) === true;
  return (
    <Screen
      title={text.navAudit}
      about={text.auditAbout}
      actions={
        <Download
          name="audit-events"
          request={api('get', '/audit-events', { query: { ...asked, include: 'owners', cursor: null } })}
        />
      }
    >
      <AuditFilters query={query} rows={rows} />
      <ProblemNote error={error} />
      {isElsewhere && <EventElsewhere id={open} />}
      {(error === null || rows !== null) && (
        <Table
          caption={text.navAudit}
          rows={rows}
          columns={OPENING_COLUMNS}
          keyOf={({ id }) => id}
          labelOf={({ action }) => action}
          hrefOf={({ id }) => hrefOf(id)}
          detailOf={(event) => (event.id === open ? <OpenEvent event={event} /> : null)}
          isStale={isStale}
          empty={
            <Empty request={api('get', '/audit-events', {})}>
              {text.auditNoneFound} <a href={here(NO_FILTERS)}>{text.auditShowAll}</a>
            </Empty>
          }
        />
      )}
      <Pager nextCursor={data?.nextCursor} />
    </Screen>
  );
}

const EVENTS_OF_AN_INSTANT_MAX = 100;

/** An event that is not on this page of the list: its id says when it happened. */
function EventElsewhere({ id }: { readonly id: string }) {
  const atMs = Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16);
  const isTime = Number.isFinite(atMs) && atMs < 8.64e15;
  const { data, error } = useData(
    isTime
      ? api('get', '/audit-events', {
          query: {
            since: new Date(atMs).toISOString(),
            until: new Date(atMs + 1).toISOString(),
            pageSize: EVENTS_OF_AN_INSTANT_MAX,
            include: 'owners',
          },
        })
      : null,
  );
  const event = data?.items.find((one) => one.id === id);
  if (data === null && error === null && isTime) return null;
  return (
    <OpenedElsewhere label={event?.action ?? text.auditEvent}>
      <ProblemNote error={error} />
      {event === undefined ? <p>{text.auditGone}</p> : <OpenEvent event={event} />}
    </OpenedElsewhere>
  );
}
