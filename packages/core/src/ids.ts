import type { Clock } from './clock.js';
import { CLOCK_HOLD_MAX_MS } from './limits.js';
import type { Random } from './random.js';

declare const idBrand: unique symbol;

/** A lower-case UUID of one entity; ids of different entities do not mix. */
type Id<Entity extends string> = string & { readonly [idBrand]: Entity };

export type UserId = Id<'user'>;
export type ResourceId = Id<'resource'>;
export type SessionId = Id<'session'>;
export type AccessKeyId = Id<'access-key'>;
export type AuditEventId = Id<'audit-event'>;

/** Makes ids: UUID version 7 (RFC 9562 section 5.7), so that their order is the order of creation. */
export interface Ids {
  next(): string;
}

const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** The id in its one written form, or `null` when `text` is not a UUIDv7. */
export function parseId<T extends string>(text: unknown): T | null {
  if (typeof text !== 'string' || text.length !== 36) return null;
  const lower = text.toLowerCase();
  return UUID_V7.test(lower) ? (lower as T) : null;
}

/** The smallest id of an instant: every id made before it is smaller, and none made from then on is. */
export function firstIdAt<T extends string>(time: Date): T {
  const hex = Math.max(0, time.getTime()).toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000` as T;
}

const ENTROPY_BYTES = 10;

/** Ids for which one call draws the randomness: what a call takes hardly depends on how much it draws. */
const IDS_PER_DRAW = 64;

function drawing(random: Random, length: number): () => Uint8Array {
  let drawn: Uint8Array = new Uint8Array();
  let used = 0;
  return () => {
    if (used === drawn.length) {
      // A copy: a host's generator may use its bytes again.
      drawn = Uint8Array.from(random.bytes(length * IDS_PER_DRAW));
      if (drawn.length !== length * IDS_PER_DRAW)
        throw new Error('Random.bytes() must give as many as asked for.');
      used = 0;
    }
    used += length;
    return drawn.subarray(used - length, used);
  };
}

/**
 * UUIDv7 that never runs backwards within this process (RFC 9562 section 6.2, method 1): the 12 bits
 * after the version count up within one millisecond, and the clock is held when they overflow or it
 * steps back. A clock that was ahead by more than a few minutes is not waited for: ids would name an instant in the future
 * until the process ends. Those made meanwhile stand above newer ones; no two are alike in any case.
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
        // Starting low leaves room to count up before the held clock must advance.
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
