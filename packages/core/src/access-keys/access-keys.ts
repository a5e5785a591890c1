import { Access, credentialSubject, standing, userSubject } from '../commands/authorize.js';
import { userActor, type Actor, type UserActor } from '../actor.js';
import { requestIdOf } from '../login/client-origin.js';
import {
  IdempotencyKeyReusedError,
  InvalidRequestError,
  InvalidSignatureError,
  NotFoundError,
} from '../errors.js';
import { parseId, type AccessKeyId, type UserId } from '../ids.js';
import { idempotencyKeyProblem } from '../commands/problems.js';
import { requireValid } from '../commands/require-valid.js';
import { hashPayload } from '../commands/payload-hash.js';
import type { CommandContext } from '../commands/context.js';
import { ACCESS_KEY_TOUCH_INTERVAL_MS, ACCESS_KEYS_PER_USER_MAX } from '../limits.js';
import type { ClientContext } from '../login/client-address.js';
import { ownId } from '../commands/own-id.js';
import {
  accessKeyNameProblem,
  isExpired,
  keyExpiry,
  keyExpiryProblem,
  type AccessKey,
} from './access-key.js';
import { publicKeyProblem, readPublicKey } from './public-key.js';
import {
  isNonceShaped,
  isReadable,
  isSignedBy,
  isTimely,
  nonceExpiresAt,
  type RequestSignature,
} from './request-signature.js';

export interface RegisterAccessKeyInput {
  /** 1 to 255 characters, for people to recognise the key by; several keys may have the same. */
  readonly name: string;
  /** An Ed25519 key as SPKI in PEM. */
  readonly publicKey: string;
  /**
   * By default, the key expires as late as `settings.accessKeyTtlMaxMs` allows. `null`, for a key that does not expire,
   * is refused if the host has such a maximum.
   */
  readonly expiresAt?: Date | null | undefined;
  /** A repeat with the same key and input returns the first result and registers nothing more. By default, none. */
  readonly idempotencyKey?: string | undefined;
}

/** Registers public keys, and finds the actor behind a signature by one of their private keys. */
export class AccessKeys {
  readonly #context: CommandContext;
  readonly #access: Access;

  constructor(context: CommandContext) {
    this.#context = context;
    this.#access = new Access(context);
  }

  /**
   * Registers a key for the actor; users cannot register keys for each other. A public key that the actor has already
   * registered is refused, so that it stops working for good when its only entry is revoked.
   *
   * @throws `authentication-required`, `invalid-request`, `idempotency-key-reused`, `confirmation-required`, `forbidden`
   * (to actors that authenticated with an access key)
   *
   * @example
   * import { generateKeyPairSync } from 'node:crypto';
   *
   * const { publicKey } = generateKeyPairSync('ed25519');
   * const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
   * const key = await bailiwick.accessKeys.register(actor, { name: 'build server', publicKey: pem });
   */
  async register(actor: Actor, input: RegisterAccessKeyInput): Promise<AccessKey> {
    return this.#access.command(actor, async (actor) => {
      const userId = ownId(actor);
      const { clock, ids, settings, stores } = this.#context;
      const id = ids.next() as AccessKeyId;
      const audit = await this.#access.permit(
        actor,
        'access-key:create',
        credentialSubject(userId, 'access-key', id),
      );
      const { name, idempotencyKey: key } = input;
      const createdAt = clock.now();
      const expiresAt = keyExpiry(input.expiresAt, createdAt, settings.accessKeyTtlMaxMs);
      requireValid({
        '/name': accessKeyNameProblem(name),
        '/publicKey': publicKeyProblem(input.publicKey),
        '/expiresAt': keyExpiryProblem(expiresAt, createdAt, settings.accessKeyTtlMaxMs),
        'Idempotency-Key': key === undefined ? null : idempotencyKeyProblem(key),
      });
      const publicKey = readPublicKey(input.publicKey) ?? input.publicKey;
      const accessKey: AccessKey = { id, userId, name, publicKey, createdAt, expiresAt, lastUsedAt: null };
      const details = { name, publicKey, expiresAt: expiresAt?.toISOString() ?? null };
      // If it is left out, the computed time differs at each repeat, so the payload holds a constant.
      const askedExpiry = input.expiresAt === undefined ? 'latest' : details.expiresAt;
      const payloadHash = hashPayload(['access-key:create', name, publicKey, askedExpiry]);
      const idempotency = key === undefined ? null : { key, payloadHash };
      const command = { accessKey, countMax: ACCESS_KEYS_PER_USER_MAX, idempotency };
      const outcome = await standing(stores.accessKeys.add(command, { ...audit, details }), audit);
      switch (outcome.type) {
        case 'added':
          return accessKey;
        case 'repeated':
          return outcome.accessKey;
        case 'key-reused':
          throw new IdempotencyKeyReusedError();
        case 'no-active-user':
          throw new NotFoundError('user');
        case 'twin':
          throw new InvalidRequestError([{ pointer: '/publicKey', detail: TWIN }]);
        case 'too-many':
          throw new InvalidRequestError([{ pointer: '', detail: TOO_MANY }]);
      }
    });
  }

  /**
   * Lists the keys of a user (by default the actor), newest first. @throws `not-found`
   *
   * @example
   * for (const { id, lastUsedAt } of await bailiwick.accessKeys.list(actor)) console.log(id, lastUsedAt);
   */
  async list(
    actor: Actor,
    options: {
      /** The user whose keys they are; by default the actor. */
      readonly userId?: string | undefined;
    } = {},
  ): Promise<readonly AccessKey[]> {
    const { userId = ownId(actor) } = options;
    const id = parseId<UserId>(userId);
    if (id === null) return this.#access.absent(actor, 'access-key:read', 'user');
    await this.#access.permit(actor, 'access-key:read', userSubject(id));
    const keys = await this.#context.stores.accessKeys.list(id, ACCESS_KEYS_PER_USER_MAX);
    return keys ?? this.#access.absent(actor, 'access-key:read', 'user');
  }

  /**
   * Revokes a key of a user (by default the actor): it is refused from now on.
   *
   * @throws `not-found`, `forbidden` (to actors that authenticated with an access key)
   *
   * @example
   * await bailiwick.accessKeys.revoke(actor, keyId);
   */
  async revoke(actor: Actor, accessKeyId: string, userId: string = ownId(actor)): Promise<void> {
    return this.#access.command(actor, async (actor) => {
      const owner = parseId<UserId>(userId);
      if (owner === null) return this.#access.absent(actor, 'access-key:revoke', 'user');
      const id = parseId<AccessKeyId>(accessKeyId);
      const audit = await this.#access.permit(
        actor,
        'access-key:revoke',
        credentialSubject(owner, 'access-key', id),
      );
      if (id === null) return this.#access.absent(actor, 'access-key:revoke', 'access-key');
      const outcome = await standing(this.#context.stores.accessKeys.delete(id, owner, audit), audit);
      if (outcome.type === 'absent') throw new NotFoundError('access-key');
    });
  }

  /**
   * Returns the actor behind a signature, from the committed state. The error is the same whatever is wrong with the
   * signature. The nonce is consumed last, so that only the holder of the private key can consume one.
   *
   * @throws `invalid-signature`
   *
   * @example
   * const signed = requestSignatures({ authority: 'api.example.com' })(request, '/v1/resources');
   * if (signed !== null) await bailiwick.accessKeys.recognise(signed.signature);
   */
  async recognise(signature: RequestSignature, client: ClientContext = {}): Promise<UserActor> {
    if (!isReadable(signature)) throw new InvalidSignatureError();
    const { clock, stores } = this.#context;
    const id = parseId<AccessKeyId>(signature.keyId);
    const found = id === null ? null : await stores.accessKeys.find(id);
    const now = clock.now();
    if (found === null || isExpired(found.accessKey, now) || found.user.status !== 'active')
      throw new InvalidSignatureError();
    const { accessKey } = found;
    const { nonce } = signature;
    if (!isTimely(signature, now) || !isNonceShaped(nonce) || !isSignedBy(signature, accessKey.publicKey))
      throw new InvalidSignatureError();
    const used = { keyId: accessKey.id, nonce, expiresAt: nonceExpiresAt(signature) };
    if ((await stores.accessKeys.consumeNonce(used)) !== 'fresh') throw new InvalidSignatureError();
    await this.#noteUse(accessKey, now);
    const credential = { type: 'access-key', accessKeyId: accessKey.id } as const;
    return userActor(found, credential, { confirmed: false, requestId: requestIdOf(client) });
  }

  /** Concurrent requests may all read the same old time; the store writes only the first of their uses. */
  async #noteUse({ id, lastUsedAt }: AccessKey, now: Date): Promise<void> {
    const unusedSince = new Date(now.getTime() - ACCESS_KEY_TOUCH_INTERVAL_MS);
    if (lastUsedAt !== null && lastUsedAt > unusedSince) return;
    await this.#context.stores.accessKeys.touch(id, { lastUsedAt: now, unusedSince });
  }
}

const TWIN =
  'must be another key: this one is registered already. Make a new pair, or revoke the other entry first.';
const TOO_MANY = `must wait: a user has at most ${ACCESS_KEYS_PER_USER_MAX} access keys, expired ones included. Revoke one first.`;
