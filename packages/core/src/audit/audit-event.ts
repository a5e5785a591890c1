import { hash } from 'node:crypto';
import type { Authority } from '../commands/authority.js';
import type { AuditEventId } from '../ids.js';
import { AUDIT_TEXT_LENGTH_MAX, REFUSAL_WINDOW_MS } from '../limits.js';

/** The actor as the audit keeps it, since the user may be gone when the event is read. */
export type AuditActor =
  | {
      readonly type: 'user';
      readonly id: string;
      /** `password`, `session`, or `access-key:` and its id, to trace the actions of a leaked key. */
      readonly credential: string;
    }
  | { readonly type: 'system'; readonly name: string }
  | { readonly type: 'anonymous' };

/**
 * Identifies an actor in one word, as the owner of an idempotency key.
 *
 * @example
 * console.log(wordOfActor(draft.actor)); // how the audit names the actor
 */
export function wordOfActor(actor: AuditActor): string {
  switch (actor.type) {
    case 'user':
      return `user:${actor.id}`;
    case 'system':
      return `system:${actor.name}`;
    case 'anonymous':
      return 'anonymous:';
  }
}

export interface AuditTarget {
  readonly type:
    | 'user'
    | 'group'
    | 'member'
    | 'resource'
    | 'session'
    | 'access-key'
    | 'quota'
    | 'default-limit'
    | 'audit-event'
    | 'platform';
  readonly id: string | null;
  readonly ownerId: string | null;
}

/** JSON without secrets: figures, changed members, never a password, a token or a hash. */
export type AuditDetails = Readonly<Record<string, unknown>>;

/** Cleans and shortens a text for the audit log: databases refuse NUL and lone surrogates. */
export function auditText(text: string): string {
  // A code point has up to two UTF-16 units, so every valid name is kept whole.
  const unitsMax = 2 * AUDIT_TEXT_LENGTH_MAX;
  const kept = text.length > unitsMax ? `${text.slice(0, unitsMax - 1)}…` : text;
  return kept.toWellFormed().replaceAll('\0', '\uFFFD');
}

/** The input of a command, possibly unchecked: refusals record it all the same. */
export function auditDetails(details: AuditDetails): AuditDetails {
  return Object.fromEntries(Object.entries(details).map(([name, value]) => [name, auditValue(value)]));
}

function auditValue(value: unknown): string | number | boolean | null {
  if (typeof value === 'string') return auditText(value);
  if (typeof value === 'boolean' || value === null || Number.isFinite(value))
    return value as number | boolean | null;
  return `(${typeof value})`;
}

/** The part of an event that is known before storage carries the command out or refuses it. */
export interface AuditDraft {
  readonly id: AuditEventId;
  readonly at: Date;
  readonly actor: AuditActor;
  readonly action: string;
  readonly target: AuditTarget;
  readonly details: AuditDetails;
  /** The policy rule that allowed the command. */
  readonly rule: string;
  /** The id of the request in the host's log; `null` if the host gave none. */
  readonly requestId: string | null;
  /**
   * Refusals with the same key and reason are one event with a count; see {@link refusalKey}. With `null`, a refusal
   * gets an event of its own.
   */
  readonly refusalKey: string | null;
  /** The authority behind the decision, which the writing transaction compares; `null` if it cannot be revoked. */
  readonly authority: Authority | null;
}

export type AuditOutcome = 'accepted' | 'refused';
export const AUDIT_OUTCOMES: readonly AuditOutcome[] = ['accepted', 'refused'];

/** A command that was accepted or refused, as the audit keeps it. */
export interface AuditEvent extends Omit<AuditDraft, 'rule' | 'authority' | 'refusalKey'> {
  readonly outcome: AuditOutcome;
  /** The name of the rule that allowed it, or the reason for the refusal. */
  readonly reason: string;
  /** The number of equal refusals; the event is that of the first. Always 1 for accepted commands. */
  readonly count: number;
}

/** A refusal to record, as an event of its own or by counting it in an existing event. */
export interface Refusal {
  readonly event: AuditEvent;
  /** Equal refusals have the same key; `null` if no other refusal is equal. */
  readonly key: string | null;
}

/**
 * Adds what else the command ended, if it ended anything.
 *
 * @example
 * const counted = withEnded(draft, { endedSessions: 2 });
 */
export function withEnded(
  draft: AuditDraft,
  ended: {
    /** The number of sessions; left out or 0, none. */
    readonly endedSessions?: number;
    /** The number of access keys; left out or 0, none. */
    readonly endedAccessKeys?: number;
  },
): AuditDraft {
  const counted = Object.fromEntries(Object.entries(ended).filter(([, count]) => count > 0));
  return withDetails(draft, counted);
}

/**
 * Adds the details that only storage can know.
 *
 * @example
 * const detailed = withDetails(draft, { reason: 'moved' });
 */
export function withDetails(draft: AuditDraft, details: AuditDetails): AuditDraft {
  return { ...draft, details: { ...draft.details, ...details } };
}

/**
 * Makes the event of a command that was carried out.
 *
 * @example
 * const event = accepted(draft);
 */
export function accepted(draft: AuditDraft): AuditEvent {
  return { ...commonOf(draft), outcome: 'accepted', reason: draft.rule, count: 1 };
}

/**
 * Makes the refusal of a command, by the policy or by the state of its target.
 *
 * @example
 * await storage.auditEvents.append(refused(draft, 'not-found'));
 */
export function refused(draft: AuditDraft, reason: string, details: AuditDetails = {}): Refusal {
  const common = commonOf(draft);
  return {
    event: {
      ...common,
      details: { ...common.details, ...details },
      outcome: 'refused',
      reason,
      count: 1,
    },
    key: draft.refusalKey,
  };
}

function commonOf({ id, at, actor, action, target, details, requestId }: AuditDraft) {
  return { id, at, actor, action, target, details, requestId };
}

/**
 * Identifies equal refusals by actor, action, target and period of time, but not by their reason, which storage may
 * be the one to find. The key has a fixed length, whatever a client puts into ids and names.
 *
 * @param target Must be known to exist, since a client can make up any number of ids.
 *
 * @example
 * const key = refusalKey(draft, draft.target, 60_000);
 */
export function refusalKey(
  { at, actor, action }: Pick<AuditDraft, 'at' | 'actor' | 'action'>,
  target: AuditTarget,
  windowMs: number = REFUSAL_WINDOW_MS,
): string {
  const credential = actor.type === 'user' ? actor.credential : null;
  const window = Math.floor(at.getTime() / windowMs);
  const { type, ownerId, id } = target;
  // No text of the audit contains NUL, so two different lists of parts cannot join to the same text.
  const parts = [window, wordOfActor(actor), credential, action, type, ownerId, id].join('\0');
  return hash('sha256', parts, 'base64url');
}
