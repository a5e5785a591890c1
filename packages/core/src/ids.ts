import type { Clock } from './clock.js';
import { CLOCK_HOLD_MAX_MS } from './limits.js';
import type { Random } from './random.js';

declare const idBrand: unique symbol;

/** A lower-case UUID of one entity; the type keeps ids of different entities apart. */
type Id<Entity extends string> = string & { readonly [idBrand]: Entity };

export type UserId = Id<'user'>;
export type GroupId = Id<'group'>;
/** The id of what can own resources and be charged for them. */
export type OwnerId = UserId | GroupId;
export type ResourceId = Id<'resource'>;
export type SessionId = Id<'session'>;
export type AccessKeyId = Id<'access-key'>;
export type AuditEventId = Id<'audit-event'>;

/** Makes ids: UUIDs of version 7 (RFC 9562 section 5.7), so that their order is the order of creation. */
export interface Ids {
  next(): string;
}

const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/**
 * Returns the id in its canonical form, or `null` if `text` is not a UUIDv7.
 *
 * @example
 * const id = parseId<UserId>('no id at all'); // null
 */
export function parseId<T extends string>(text: unknown): T | null {
  if (typeof text !== 'string' || text.length !== 36) return null;
  const lower = text.toLowerCase();
  return UUID_V7.test(lower) ? (lower as T) : null;
}

/**
 * Returns the smallest id of an instant: every id made before it is smaller, and no id made from then on is.
 *
 * @example
 * const id = firstIdAt(new Date('2026-01-01')); // every id from before that day sorts before it
 */
export function firstIdAt<T extends string>(time: Date): T {
  const hex = Math.max(0, time.getTime()).toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000` as T;
}

const ENTROPY_BYTES = 10;

/** The number of ids that one call draws randomness for: the cost of a call hardly depends on how much it draws. */
const IDS_PER_DRAW = 64;

function drawing(random: Random, length: number): () => Uint8Array {
  let drawn: Uint8Array = new Uint8Array();
  let used = 0;
  return () => {
    if (used === drawn.length) {
      // The bytes are copied, because a host's generator may reuse them.
      drawn = Uint8Array.from(random.bytes(length * IDS_PER_DRAW));
      if (drawn.length !== length * IDS_PER_DRAW)
        throw new Error('Random.bytes() must return as many bytes as requested.');
      used = 0;
    }
    used += length;
    return drawn.subarray(used - length, used);
  };
}

/**
 * Makes UUIDs of version 7 that ascend within this process (RFC 9562 section 6.2, method 1). The 12 bits after the
 * version count up within one millisecond; if they overflow, the time in the ids runs ahead of the clock, and if the
 * clock steps back, that time stands still. If the clock steps back by more than a few minutes, ids follow it, because
 * they might otherwise name an instant in the future until the process ends. Ids made before such a step sort above
 * newer ones. All ids are unique in any case.
 *
 * @example
 * const ids = uuidV7(systemClock, systemRandom);
 * console.log(ids.next());
 */
export function uuidV7(clock: Clock, random: Random): Ids {
  let lastMs = 0;
  let counter = 0;
  const draw = drawing(random, ENTROPY_BYTES);
  return {
    next() {
      const nowMs = clock.now().getTime();
      const entropy = draw();
      if (nowMs > lastMs || lastMs - nowMs > CLOCK_HOLD_MAX_MS) {
        lastMs = nowMs;
        // A low start leaves room to count up before the held time must advance.
        counter = (((entropy[8] ?? 0) << 8) | (entropy[9] ?? 0)) & 0x7ff;
      } else if (counter === 0xfff) {
        lastMs += 1;
        counter = 0;
      } else {
        counter += 1;
      }
      const time = lastMs.toString(16).padStart(12, '0');
      const tail = Buffer.from(entropy.subarray(0, 8));
      tail[0] = ((tail[0] ?? 0) & 0x3f) | 0x80;
      const hex = tail.toString('hex');
      const version = (0x7000 | counter).toString(16);
      return `${time.slice(0, 8)}-${time.slice(8)}-${version}-${hex.slice(0, 4)}-${hex.slice(4)}`;
    },
  };
}
