import type { Authority } from '../authority.js';
import type { AuditEventId } from '../ids.js';
import { AUDIT_TEXT_LENGTH_MAX } from '../limits.js';

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
  /** What the decision rests on, for the transaction that writes to compare; `null`: nothing can be taken away. */
  readonly authority: Authority | null;
}

export interface AuditEvent extends Omit<AuditDraft, 'rule' | 'authority'> {
  readonly outcome: 'accepted' | 'refused';
  /** Why: the name of the rule that allowed it, or the reason of the refusal. */
  readonly reason: string;
}

/** The event of a command that was carried out. */
export function accepted({ rule, authority: _authority, ...draft }: AuditDraft): AuditEvent {
  return { ...draft, outcome: 'accepted', reason: rule };
}

/** The event of a command that the state of the target refused. */
export function refused(
  { rule: _rule, authority: _authority, ...draft }: AuditDraft,
  reason: string,
  details: AuditDetails = {},
): AuditEvent {
  return { ...draft, outcome: 'refused', reason, details: { ...draft.details, ...details } };
}
