import { hash } from 'node:crypto';
import type { Authority } from '../commands/authority.js';
import type { AuditEventId } from '../ids.js';
import { AUDIT_TEXT_LENGTH_MAX, REFUSAL_WINDOW_MS } from '../limits.js';

/** Who did it, as it is kept: the user may be gone by the time somebody reads it. */
export type AuditActor =
  | {
      readonly type: 'user';
      readonly id: string;
      /** `password`, `session`, or `access-key:` and its id: which of them did it is asked when one has leaked. */
      readonly credential: string;
    }
  | { readonly type: 'system'; readonly name: string }
  | { readonly type: 'anonymous' };

/** One word for each actor, and another one for every other: whose an idempotency key is. */
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

/** A text as the audit log keeps it, wherever it comes from: databases refuse NUL and lone surrogates, and grow with what is long. */
export function auditText(text: string): string {
  // Two UTF-16 units for each code point: whatever has passed the check of a name is kept whole.
  const unitsMax = 2 * AUDIT_TEXT_LENGTH_MAX;
  const kept = text.length > unitsMax ? `${text.slice(0, unitsMax - 1)}…` : text;
  return kept.toWellFormed().replaceAll('\0', '\uFFFD');
}

/** What was asked for, perhaps before anybody checked it: a refusal is recorded with it all the same. */
export function auditDetails(details: AuditDetails): AuditDetails {
  return Object.fromEntries(Object.entries(details).map(([name, value]) => [name, auditValue(value)]));
}

function auditValue(value: unknown): string | number | boolean | null {
  if (typeof value === 'string') return auditText(value);
  if (typeof value === 'boolean' || value === null || Number.isFinite(value))
    return value as number | boolean | null;
  return `(${typeof value})`;
}

/** What is known of a command before storage has carried it out or refused it. */
export interface AuditDraft {
  readonly id: AuditEventId;
  readonly at: Date;
  readonly actor: AuditActor;
  readonly action: string;
  readonly target: AuditTarget;
  readonly details: AuditDetails;
  /** The policy rule that allowed the command. */
  readonly rule: string;
  /** The request in which it happened, as the host names it in its log; `null`: the host has given none. */
  readonly requestId: string | null;
  /**
   * If the command is refused: refusals with one key and one reason are one event with their count; see
   * {@link refusalKey}. `null`: the refusal gets an event of its own.
   */
  readonly refusalKey: string | null;
  /** What the decision rests on, for the transaction that writes to compare; `null`: nothing can be taken away. */
  readonly authority: Authority | null;
}

export interface AuditEvent extends Omit<AuditDraft, 'rule' | 'authority' | 'refusalKey'> {
  readonly outcome: 'accepted' | 'refused';
  /** Why: the name of the rule that allowed it, or the reason of the refusal. */
  readonly reason: string;
  /** How many equal refusals it stands for; all else about the event is that of the first. 1 of what was accepted. */
  readonly count: number;
}

/** A refusal to be recorded, as an event of its own or as one more of an event that is there. */
export interface Refusal {
  readonly event: AuditEvent;
  /** Equal refusals have the same; `null`: nothing is equal to it. */
  readonly key: string | null;
}

/** The same, with what else the command ended, as far as it ended any of it. */
export function withEnded(
  draft: AuditDraft,
  ended: { readonly endedSessions?: number; readonly endedAccessKeys?: number },
): AuditDraft {
  const counted = Object.fromEntries(Object.entries(ended).filter(([, count]) => count > 0));
  return withDetails(draft, counted);
}

/** The same, with what only storage can know of the command. */
export function withDetails(draft: AuditDraft, details: AuditDetails): AuditDraft {
  return { ...draft, details: { ...draft.details, ...details } };
}

/** The event of a command that was carried out. */
export function accepted(draft: AuditDraft): AuditEvent {
  return { ...commonOf(draft), outcome: 'accepted', reason: draft.rule, count: 1 };
}

/** The refusal of a command, by the policy or by the state of its target. */
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
 * What equal refusals have in common, but for their reason, which storage may be the one to find: who was refused
 * what, about which target, in which stretch of time. It has one length, whatever a client puts into ids and names.
 *
 * @param target Only what is known to be there: of ids that a client makes up there is no end.
 */
export function refusalKey(
  { at, actor, action }: Pick<AuditDraft, 'at' | 'actor' | 'action'>,
  target: AuditTarget,
  windowMs: number = REFUSAL_WINDOW_MS,
): string {
  const credential = actor.type === 'user' ? actor.credential : null;
  const window = Math.floor(at.getTime() / windowMs);
  const { type, ownerId, id } = target;
  // No text of the audit has a NUL, so that no two lists of parts make one text.
  const parts = [window, wordOfActor(actor), credential, action, type, ownerId, id].join('\0');
  return hash('sha256', parts, 'base64url');
}
