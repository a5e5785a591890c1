import type { UserWithAuthority } from '../actor.js';
import type { AuditDraft } from '../audit/audit-event.js';
import type { AuthorityChanged } from '../commands/authority.js';
import type { AccessKeyId, UserId } from '../ids.js';
import type { IdempotencyRecord } from '../resources/resource-store.js';
import type { AccessKey } from './access-key.js';

/** A nonce belongs to its key: the same text with another key is another nonce. */
export interface Nonce {
  readonly keyId: AccessKeyId;
  readonly nonce: string;
  /** It may be forgotten from this instant on. */
  readonly expiresAt: Date;
}

export type AddAccessKeyOutcome =
  | {
      readonly type:
        | 'added'
        /** There is no such user, or it is disabled. */
        | 'no-active-user'
        | 'key-reused'
        /** The user has the same public key under another entry. */
        | 'twin'
        | 'too-many';
    }
  /** The first result under this idempotency key, as it was then. */
  | { readonly type: 'repeated'; readonly accessKey: AccessKey }
  | AuthorityChanged;

export interface AccessKeyOfUser extends UserWithAuthority {
  readonly accessKey: AccessKey;
}

export type DeleteAccessKeyOutcome = { readonly type: 'deleted' | 'absent' } | AuthorityChanged;

export interface AddAccessKey {
  readonly accessKey: AccessKey;
  /** The most entries that its user may have. */
  readonly countMax: number;
  /** The owner is the key's user: what else the actor makes for them has its idempotency keys in the same space. */
  readonly idempotency: IdempotencyRecord | null;
}

/** The port for access keys. The rules on audit events, refusals and lock order of `UserStore` hold here too. */
export interface AccessKeyStore {
  /**
   * Adds the key while its user is active, has no entry with the same public key, and has fewer than
   * `countMax` entries, expired ones included: all of it decided and done at one instant, however many
   * callers race.
   *
   * With an idempotency key: a repeat gives the first result and adds nothing, for at least 24 h, even if the
   * entry has been revoked since; with another payload it is `key-reused` (I3). The record commits with the
   * entry, and a refused `add` leaves none. `repeated` writes no event.
   */
  add(command: AddAccessKey, audit: AuditDraft): Promise<AddAccessKeyOutcome>;

  /** The key and its user, read together and as committed, expired or not; `null` when there is none. */
  find(id: AccessKeyId): Promise<AccessKeyOfUser | null>;

  /** The user's keys, expired ones included, newest first; `countMax` of them at most. `null`: no such user. */
  list(userId: UserId, countMax: number): Promise<AccessKey[] | null>;

  /** Deletes the user's key with its nonces; `absent` when it is not this user's, or gone already. */
  delete(id: AccessKeyId, userId: UserId, audit: AuditDraft): Promise<DeleteAccessKeyOutcome>;

  /**
   * Notes a use, unless one later than `unusedSince` is noted already. Does nothing when the key is gone;
   * never brings one back.
   */
  touch(id: AccessKeyId, use: { readonly lastUsedAt: Date; readonly unusedSince: Date }): Promise<void>;

  /**
   * Uses up a nonce: of callers that race with one nonce, in however many processes, exactly one gets
   * `fresh`. `replayed` also when the key is gone: nothing is fresh any more then. An adapter MUST NOT
   * read first and insert then. Not available within a host's transaction, whose rollback would make the
   * nonce fresh again.
   */
  consumeNonce(nonce: Nonce): Promise<'fresh' | 'replayed'>;

  /**
   * Forgets up to `countMax` nonces that have expired at `now`, the oldest first, and says how many. To be
   * repeated while it is `countMax`.
   */
  sweepNonces(now: Date, countMax: number): Promise<number>;
}
