import type { AuditEvent } from '../../api/api.js';
import { here } from '../../navigation.js';
import { Filters, OwnerFilter, SelectFilter, TextFilter, TimeFilter, userIdOf } from '../../parts/filters.js';
import { ownerIdOf } from '../../parts/owner-field.js';
import { actions } from '../../session.js';
import * as text from '../../text.js';

const OUTCOMES = (['accepted', 'refused'] as const).map((value) => ({
  value,
  text: text.eventOutcomes[value],
}));
export const FILTERS = [
  'actor',
  'target',
  'owner',
  'action',
  'outcome',
  'reason',
  'since',
  'until',
  'cursor',
] as const;
export const NO_FILTERS = Object.fromEntries(FILTERS.map((name) => [name, null]));
const NO_TARGETS: readonly string[] = [];
const HOUR_MS = 3_600_000;

/** Every filter of the API, and the times that are asked for most. */
export function AuditFilters({
  query,
  rows,
}: {
  readonly query: Readonly<Record<string, string>>;
  readonly rows: readonly AuditEvent[] | null;
}) {
  const { since: from, until: before } = query;
  const isTimed = from !== undefined || before !== undefined;
  const isFiltered = FILTERS.some((name) => name !== 'cursor' && query[name] !== undefined);
  return (
    <>
      {/* On a narrow screen, eight filters would be the whole of it. */}
      <details class="fold" open={!isNarrow() || isFiltered}>
        <summary>{text.filterTitle}</summary>
        <Filters>
          <OwnerFilter
            label={text.eventActor}
            name="actor"
            placeholder={text.filterEmailOrId}
            knownAs={actorName(rows, query['actor'])}
            idOf={userIdOf}
          />
          <OwnerFilter
            label={text.auditOwner}
            name="owner"
            placeholder={text.filterOwnerOrId}
            knownAs={ownerName(rows, query['owner'])}
            idOf={ownerIdOf}
          />
          <TextFilter label={text.eventTarget} name="target" suggestions={NO_TARGETS} />
          <TextFilter label={text.eventAction} name="action" suggestions={actions()} />
          {/* Only refusals have a reason to ask for, so that asking for one of the two ends the other. */}
          <SelectFilter label={text.eventOutcome} name="outcome" options={OUTCOMES} ends="reason" />
          <TextFilter
            label={text.auditReason}
            name="reason"
            suggestions={Object.keys(text.reasons)}
            ends="outcome"
          />
          <TimeFilter label={text.auditSince} name="since" />
          <TimeFilter label={text.auditUntil} name="until" />
        </Filters>
      </details>
      <nav class="sides" aria-label={text.auditTimes}>
        {times().map(({ name, since, until }) => (
          <a
            key={name}
            href={here({ since, until, cursor: null, open: null })}
            aria-current={since === from && until === (before ?? null) ? 'true' : undefined}
          >
            {name}
          </a>
        ))}
        {isTimed && (
          <a href={here({ since: null, until: null, cursor: null, open: null })}>{text.auditAnyTime}</a>
        )}
        {isFiltered && <a href={here({ ...NO_FILTERS, open: null })}>{text.filterClear}</a>}
      </nav>
    </>
  );
}

/** As the style sheet has it, where tables become cards. */
function isNarrow(): boolean {
  return matchMedia('(width < 44rem)').matches;
}

/** Every row of a filtered list names the one who is asked for. */
function actorName(rows: readonly AuditEvent[] | null, id: string | undefined) {
  return rows?.flatMap(({ actor }) => (actor.type === 'user' && actor.id === id ? [actor.name] : []))[0];
}

function ownerName(rows: readonly AuditEvent[] | null, id: string | undefined) {
  return rows?.find(({ target }) => target.ownerId === id)?.target.owner?.name;
}

/** Spans of time in the time zone of whoever asks; a day is from midnight to midnight. */
function times() {
  const now = new Date();
  const midnight = (daysAgo: number) =>
    new Date(now.getFullYear(), now.getMonth(), now.getDate() - daysAgo).toISOString();
  const hourAgo = new Date(now.getTime() - HOUR_MS);
  hourAgo.setSeconds(0, 0);
  return [
    { name: text.auditLastHour, since: hourAgo.toISOString(), until: null },
    { name: text.auditToday, since: midnight(0), until: null },
    { name: text.auditYesterday, since: midnight(1), until: midnight(0) },
    { name: text.auditLastWeek, since: midnight(7), until: null },
  ];
}
