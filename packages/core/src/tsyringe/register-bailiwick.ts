import type { DependencyContainer, InjectionToken } from 'tsyringe';
import { createBailiwick, type Bailiwick, type MeterOf } from '../bailiwick.js';
import type { BailiwickOptions } from '../options.js';
import { systemClock, type Clock } from '../clock.js';
import type { PasswordHasher } from '../passwords/password-hasher.js';
import type { BuiltInAction } from '../policy/action.js';
import { systemRandom, type Random } from '../random.js';
import type { DEFAULT_KINDS, KindDemands } from '../platform.js';
import type { Storage } from '../storage.js';
import type { BuiltInRole } from '../users/user.js';

/** What the library registers, and what it resolves. */
export const tokens = {
  storage: Symbol.for('bailiwick.storage') as InjectionToken<Storage>,
  passwordHasher: Symbol.for('bailiwick.password-hasher') as InjectionToken<PasswordHasher>,
  clock: Symbol.for('bailiwick.clock') as InjectionToken<Clock>,
  random: Symbol.for('bailiwick.random') as InjectionToken<Random>,
  /** With kinds, meters, roles and actions as any text; {@link registerBailiwick} returns it with those of the host. */
  bailiwick: Symbol.for('bailiwick') as InjectionToken<Bailiwick>,
};

/** What a host declares in code; the ports come from the container. */
export interface BailiwickHostOptions<
  Transaction = never,
  Kinds extends KindDemands = KindDemands,
  Role extends string = string,
  Action extends string = string,
  Attribute extends string = string,
> extends Omit<
  BailiwickOptions<Transaction, Kinds, Role, Action, Attribute>,
  'storage' | 'passwordHasher' | 'clock' | 'random' | 'ids'
> {
  /**
   * The token of the storage, such as `registerKnexStorage` returns it, of which the type of transactions is inferred;
   * `tokens.storage` when left out.
   */
  readonly storage?: InjectionToken<Storage<Transaction>>;
}

/**
 * Registers the library with a container in which the storage and `tokens.passwordHasher` are, or will be, registered.
 * The system's clock and randomness are registered unless the container has others.
 *
 * Returns `tokens.bailiwick` with the types of what the host declares and, with `storage`, of its transactions.
 *
 * Each container gets one instance: a child that overrides a port gets a Bailiwick of its own with it.
 * (`useFactory` alone would make a new one at every resolve.)
 *
 * @example
 * const storage = registerKnexStorage(container);
 * const token = registerBailiwick(container, { storage, kinds: { database: { databases: 1 } } });
 * await container.resolve(token).within(trx).resources.create(actor, { kind: 'database', name: 'orders' });
 */
export function registerBailiwick<
  Transaction = never,
  const Kinds extends KindDemands = typeof DEFAULT_KINDS,
  const Role extends string = never,
  const Action extends string = never,
  const Attribute extends string = never,
>(
  container: DependencyContainer,
  options: BailiwickHostOptions<Transaction, Kinds, Role, Action, Attribute> = {},
): InjectionToken<
  Bailiwick<keyof Kinds & string, MeterOf<Kinds>, BuiltInRole | Role, BuiltInAction | Action, Transaction>
> {
  type Typed = Bailiwick<
    keyof Kinds & string,
    MeterOf<Kinds>,
    BuiltInRole | Role,
    BuiltInAction | Action,
    Transaction
  >;
  if (!container.isRegistered(tokens.clock, true))
    container.register(tokens.clock, { useValue: systemClock });
  if (!container.isRegistered(tokens.random, true))
    container.register(tokens.random, { useValue: systemRandom });
  const token = tokens.bailiwick as InjectionToken<Typed>;
  const { storage = tokens.storage, ...declared } = options;
  const instances = new WeakMap<DependencyContainer, Typed>();
  container.register(token, {
    useFactory(resolving) {
      const instance =
        instances.get(resolving) ??
        createBailiwick({
          ...declared,
          storage: resolving.resolve(storage),
          passwordHasher: resolving.resolve(tokens.passwordHasher),
          clock: resolving.resolve(tokens.clock),
          random: resolving.resolve(tokens.random),
        });
      instances.set(resolving, instance);
      return instance;
    },
  });
  return token;
}
