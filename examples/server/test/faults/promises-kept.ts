import type { Entry, Journal, Operation } from './journal.js';
import type { StoredState } from './stored-state.js';

/** The refusals that the load may cause. */
const REFUSALS: Readonly<Record<Operation['type'], readonly number[]>> = {
  create: [403],
  delete: [404],
  'set-limit': [],
  'set-default-limit': [],
  'add-user': [],
  'set-status': [409],
  'delete-user': [409],
  'log-in': [],
};

/** Returns the differences between the answers to the clients and the stored data, one line for each. */
export function brokenPromises(journal: Journal, state: StoredState): string[] {
  return [
    ...answers(journal),
    ...creates(journal, state),
    ...deletes(journal, state),
    ...limits(journal, state),
    ...newUsers(journal, state),
    ...statuses(journal, state),
    ...deletedUsers(journal, state),
    ...logIns(journal, state),
    ...overshoots(journal),
  ];
}

function answers(journal: Journal): string[] {
  return journal.entries
    .filter(({ operation, outcome, status }) =>
      outcome === 'refused' ? !REFUSALS[operation.type].includes(status ?? 0) : status === 500,
    )
    .map((entry) => `unexpected answer: ${JSON.stringify(entry)}`);
}

function creates(journal: Journal, state: StoredState): string[] {
  const stored = new Map(state.resources.map((resource) => [resource.id, resource]));
  const deletions = new Set(journal.of('delete').map(({ operation }) => operation.id));
  const goneOwners = new Set(journal.of('delete-user').map(({ operation }) => operation.userId));
  const broken: string[] = [];
  for (const [name, entries] of grouped(journal.of('create'), ({ operation }) => operation.name)) {
    const acked = entries.filter(({ outcome }) => outcome === 'acked');
    const ids = new Set(acked.map(({ answer }) => answer.id));
    const events = state.events.filter(
      ({ action, details }) => action === 'resource:create' && details['name'] === name,
    );
    const doubts = entries.some(({ outcome }) => outcome === 'ambiguous');
    const told = JSON.stringify(entries);
    if (ids.size > 1) broken.push(`one create was answered with ${ids.size} resources: ${told}`);
    if (events.length > (acked.length > 0 || doubts ? 1 : 0) || events.length < ids.size) {
      broken.push(`a create has ${events.length} audit events: ${told}`);
    }
    for (const id of ids) {
      if (events[0]?.targetId !== id)
        broken.push(`the audit knows ${name} as ${events[0]?.targetId}: ${told}`);
      const { ownerId, key } = entries[0]?.operation ?? { ownerId: '', key: null };
      if (goneOwners.has(ownerId)) continue;
      if (!stored.has(id) && !deletions.has(id)) broken.push(`an acknowledged create is lost: ${told}`);
      if (key !== null && !state.keys.some((record) => record.key === key && record.resourceId === id)) {
        broken.push(`the key of a create is forgotten: ${told}`);
      }
    }
  }
  for (const { operation, outcome, answer } of journal.of('create')) {
    const [figures] = (outcome === 'refused' && answer.quotas) || [];
    if (figures !== undefined && figures.used < figures.limit)
      broken.push(`refused although there was room: ${JSON.stringify({ operation, answer })}`);
  }
  return broken;
}

function deletes(journal: Journal, state: StoredState): string[] {
  const stored = new Set(state.resources.map(({ id }) => id));
  const broken: string[] = [];
  for (const [id, entries] of grouped(journal.of('delete'), ({ operation }) => operation.id)) {
    const acked = entries.filter(({ outcome }) => outcome === 'acked').length;
    const ambiguous = entries.filter(({ outcome }) => outcome === 'ambiguous').length;
    const events = eventsOf(state, 'resource:delete', id).length;
    const told = JSON.stringify(entries);
    if (acked > 1) broken.push(`one resource was deleted ${acked} times: ${told}`);
    if (events < acked || events > acked + ambiguous)
      broken.push(`a deletion has ${events} audit events: ${told}`);
    if (acked > 0 && stored.has(id)) broken.push(`a deleted resource is there: ${told}`);
    if (acked + ambiguous === 0) broken.push(`nobody deleted it, and yet it is not found: ${told}`);
  }
  return broken;
}

function limits(journal: Journal, state: StoredState): string[] {
  const own = grouped(journal.of('set-limit'), ({ operation }) => operation.ownerId);
  return [
    ...[...own].flatMap(([ownerId, entries]) => {
      const quota = state.quotas.find((row) => row.ownerId === ownerId);
      const events = state.events.filter(
        (event) => event.action === 'quota:set' && event.ownerId === ownerId,
      );
      return limit(entries, quota?.isOwn === true ? quota.limit : null, events);
    }),
    ...limit(
      journal.of('set-default-limit'),
      state.defaultLimit,
      state.events.filter(({ action }) => action === 'default-limit:set'),
    ),
  ];
}

/** Checks a limit that was raised step by step; each step was repeated until it was acknowledged. */
function limit(
  entries: readonly Entry<Extract<Operation, { limit: number; type: 'set-limit' | 'set-default-limit' }>>[],
  stored: number | null,
  events: StoredState['events'],
): string[] {
  const broken: string[] = [];
  for (const [value, attempts] of grouped(entries, ({ operation }) => operation.limit)) {
    const acked = attempts.filter(({ outcome }) => outcome === 'acked').length;
    const found = events.filter(({ details }) => details['limit'] === value).length;
    if (found < acked || found > attempts.length)
      broken.push(`a limit has ${found} audit events: ${JSON.stringify(attempts)}`);
  }
  const acked = entries.filter(({ outcome }) => outcome === 'acked').map(({ operation }) => operation.limit);
  const asked = entries.map(({ operation }) => operation.limit);
  if (acked.length > 0 && (stored === null || stored < Math.max(...acked) || stored > Math.max(...asked)))
    broken.push(`the limit is ${stored}, and was acknowledged as ${Math.max(...acked)}`);
  return broken;
}

function newUsers(journal: Journal, state: StoredState): string[] {
  const deletions = new Set(journal.of('delete-user').map(({ operation }) => operation.userId));
  return journal.of('add-user').flatMap((entry) => {
    const { email, limit } = entry.operation;
    const user = state.users.find((stored) => stored.email === email);
    if (user === undefined) {
      const mayBeGone = entry.outcome === 'ambiguous' || deletions.has(entry.answer.id);
      return mayBeGone ? [] : [`an acknowledged user is lost: ${JSON.stringify(entry)}`];
    }
    const quota = state.quotas.find(({ ownerId, isOwn }) => ownerId === user.id && isOwn);
    return (quota?.limit ?? null) === limit
      ? []
      : [`a user was made without the limit that came with them: ${JSON.stringify(entry)}`];
  });
}

function statuses(journal: Journal, state: StoredState): string[] {
  const deletions = new Set(journal.of('delete-user').map(({ operation }) => operation.userId));
  const broken: string[] = [];
  for (const [id, entries] of grouped(journal.of('set-status'), ({ operation }) => operation.userId)) {
    const acked = entries.filter(({ outcome }) => outcome === 'acked');
    const ambiguous = entries.filter(({ outcome }) => outcome === 'ambiguous');
    const events = eventsOf(state, 'user:update', id).length;
    const told = JSON.stringify(entries);
    if (events < acked.length || events > acked.length + ambiguous.length)
      broken.push(`changes of a user have ${events} audit events: ${told}`);
    // Only the last change can be ambiguous.
    const expected = acked.at(-1)?.operation.status;
    const user = state.users.find((stored) => stored.id === id);
    if (user === undefined && !deletions.has(id)) broken.push(`a user is lost: ${told}`);
    if (user !== undefined && ambiguous.length === 0 && expected !== undefined && user.status !== expected)
      broken.push(`a user is ${user.status}: ${told}`);
  }
  return broken;
}

function deletedUsers(journal: Journal, state: StoredState): string[] {
  const stored = new Set(state.users.map(({ id }) => id));
  const broken: string[] = [];
  for (const [id, entries] of grouped(journal.of('delete-user'), ({ operation }) => operation.userId)) {
    const isAcked = entries.some(({ outcome }) => outcome === 'acked');
    const isInDoubt = entries.some(({ outcome }) => outcome === 'ambiguous');
    const events = eventsOf(state, 'user:delete', id).length;
    const told = JSON.stringify(entries);
    if (isAcked && (stored.has(id) || events !== 1)) broken.push(`a deleted user is there: ${told}`);
    if (!isAcked && !isInDoubt && !stored.has(id)) broken.push(`a user is gone all the same: ${told}`);
  }
  return broken;
}

function logIns(journal: Journal, state: StoredState): string[] {
  // Disabling and deleting end sessions.
  const ended = new Set([
    ...journal.of('delete-user').map(({ operation }) => operation.userId),
    ...journal.of('set-status').map(({ operation }) => operation.userId),
  ]);
  return journal
    .of('log-in')
    .filter(
      ({ operation, outcome, answer }) =>
        outcome === 'acked' && !ended.has(operation.userId) && !state.sessionIds.has(answer.session.id),
    )
    .map((entry) => `an acknowledged session is lost: ${JSON.stringify(entry.operation)}`);
}

/**
 * Judges from the answers alone that, at every moment of the run, the acknowledged creates, without those that a client
 * had at least begun to delete, fitted into the highest limit that a client had begun to set.
 */
function overshoots(journal: Journal): string[] {
  const broken: string[] = [];
  const limits = [...journal.initialLimits, ...journal.of('set-limit')];
  for (const [ownerId, changes] of grouped(limits, ({ operation }) => operation.ownerId)) {
    const made = firstBy(
      journal
        .of('create')
        .filter((entry) => entry.outcome === 'acked' && entry.operation.ownerId === ownerId),
      ({ answer, ended }) => [answer.id, ended],
    );
    const deleted = firstBy(journal.of('delete'), ({ operation, began }) => [operation.id, began]);
    for (const moment of made.values()) {
      const live = [...made].filter(([id, at]) => at <= moment && (deleted.get(id) ?? Infinity) > moment);
      const limit = Math.max(
        ...changes.filter(({ began }) => began <= moment).map(({ operation }) => operation.limit),
      );
      if (live.length > limit) broken.push(`${ownerId} had ${live.length} of ${limit} at moment ${moment}`);
    }
  }
  return broken;
}

function eventsOf(state: StoredState, action: string, targetId: string): StoredState['events'] {
  return state.events.filter((event) => event.action === action && event.targetId === targetId);
}

function firstBy<T>(items: readonly T[], read: (item: T) => [key: string, at: number]): Map<string, number> {
  const first = new Map<string, number>();
  for (const item of items) {
    const [key, at] = read(item);
    first.set(key, Math.min(at, first.get(key) ?? Infinity));
  }
  return first;
}

function grouped<T, K>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return groups;
}
