import type { Clock } from '../clock.js';
import type { OnFault } from '../fault.js';
import type { Ids } from '../ids.js';
import type { PasswordBlocklist } from '../passwords/password.js';
import type { PasswordHasher } from '../passwords/password-hasher.js';
import type { PasswordVerifier } from '../login/password-verifier.js';
import type { Platform } from '../platform.js';
import type { Policy } from '../policy/policy.js';
import type { Random } from '../random.js';
import type { Settings } from '../settings.js';
import type { Stores } from '../storage.js';
import type { Vocabulary } from '../policy/vocabulary.js';
import type { AddressQuestions } from '../users/address-questions.js';

/** The parts that every command works with. `stores` are those of the storage, or those within a host's transaction. */
export interface CommandContext {
  readonly stores: Stores;
  /** Do the stores work within a host's transaction? */
  readonly isWithin: boolean;
  readonly policy: Policy;
  /** The names that the host declares for its policy. */
  readonly vocabulary: Vocabulary;
  readonly platform: Platform;
  readonly passwordHasher: PasswordHasher;
  /** The blocklist of the host; with `null`, only the rules of the library apply. */
  readonly passwordBlocklist: PasswordBlocklist | null;
  /** `null` within a host's transaction, where passwords cannot be checked. */
  readonly passwordVerifier: PasswordVerifier | null;
  /** `null` if nothing counts attempts, and within a host's transaction, whose rollback would undo the count. */
  readonly addressQuestions: AddressQuestions | null;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly random: Random;
  readonly settings: Settings;
  readonly onFault: OnFault;
}
