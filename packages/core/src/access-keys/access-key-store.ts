import type { UserWithAuthority } from '../actor.js';
import type { AuditDraft } from '../audit/audit-event.js';
import type { AuthorityChanged } from '../commands/authority.js';
import type { AccessKeyId, UserId } from '../ids.js';
import type { IdempotencyRecord } from '../resources/resource-store.js';
import type { AccessKey } from './access-key.js';

/** A nonce is scoped to its key: the same text with another key is another nonce. */
export interface Nonce {
  readonly keyId: AccessKeyId;
  readonly nonce: string;
  /** The instant from which the nonce may be forgotten. */
  readonly expiresAt: Date;
}

export type AddAccessKeyOutcome =
  | {
      readonly type:
        | 'added'
        /** The user does not exist or is disabled. */
        | 'no-active-user'
        | 'key-reused'
        /** The user has another entry with the same public key. */
        | 'twin'
        | 'too-many';
    }
  /** The first result under this idempotency key, as it was at that time. */
  | { readonly type: 'repeated'; readonly accessKey: AccessKey }
  | AuthorityChanged;

export interface AccessKeyOfUser extends UserWithAuthority {
  readonly accessKey: AccessKey;
}

export type DeleteAccessKeyOutcome = { readonly type: 'deleted' | 'absent' } | AuthorityChanged;

export interface AddAccessKey {
  readonly accessKey: AccessKey;
  /** The maximum number of entries of the user. */
  readonly countMax: number;
  /** The record's owner is the key's user; everything that the actor makes for them shares one space of keys. */
  readonly idempotency: IdempotencyRecord | null;
}

/** The port for access keys. The rules on audit events, refusals and lock order of `UserStore` hold here too. */
export interface AccessKeyStore {
  /**
   * Adds the key while its user is active, has no entry with the same public key, and has fewer than `countMax`
   * entries, including expired ones. All of this is decided and done at one instant, however many callers race.
   *
   * With an idempotency key, a repeat returns the first result and adds nothing, for at least 24 h, even if the entry
   * has been revoked since; with another payload the outcome is `key-reused` (I3). The record commits with the entry,
   * and a refused `add` leaves none. `repeated` writes no event.
   */
  add(command: AddAccessKey, audit: AuditDraft): Promise<AddAccessKeyOutcome>;

  /** Returns the key, expired or not, and its user, both as committed and read together; `null` if there is none. */
  find(id: AccessKeyId): Promise<AccessKeyOfUser | null>;

  /** Lists at most `countMax` keys of the user, even expired ones, newest first; `null` if there is no such user. */
  list(userId: UserId, countMax: number): Promise<AccessKey[] | null>;

  /** Deletes the user's key with its nonces; `absent` if it belongs to another user or does not exist. */
  delete(id: AccessKeyId, userId: UserId, audit: AuditDraft): Promise<DeleteAccessKeyOutcome>;

  /**
   * Records a use, unless one later than `unusedSince` is recorded already. Does nothing if the key is gone, and never
   * restores it.
   */
  touch(id: AccessKeyId, use: { readonly lastUsedAt: Date; readonly unusedSince: Date }): Promise<void>;

  /**
   * Consumes a nonce: of all callers that race with one nonce, in however many processes, exactly one gets `fresh`.
   * If the key is gone, the answer is always `replayed`. An adapter MUST NOT read first and then insert. The method is
   * not available within a host's transaction, whose rollback would make the nonce fresh again.
   */
  consumeNonce(nonce: Nonce): Promise<'fresh' | 'replayed'>;

  /**
   * Deletes at most `countMax` nonces that have expired at `now`, oldest first, and returns their number. The caller
   * repeats it while that number is `countMax`.
   */
  sweepNonces(now: Date, countMax: number): Promise<number>;
}
