import type { DependencyContainer, InjectionToken } from 'tsyringe';
import { createBailiwick, type Bailiwick } from '../bailiwick.js';
import type { BailiwickOptions } from '../options.js';
import { systemClock, type Clock } from '../clock.js';
import type { PasswordHasher } from '../passwords/password-hasher.js';
import { systemRandom, type Random } from '../random.js';
import type {
  Amounts,
  DEFAULT_GROUPS,
  DEFAULT_KINDS,
  DEFAULT_MEMBER_DEMAND,
  GroupTypes,
  KindDemands,
} from '../platform.js';
import type { Storage } from '../storage.js';

/** The tokens that the library registers and resolves. */
export const tokens = {
  storage: Symbol.for('bailiwick.storage') as InjectionToken<Storage>,
  passwordHasher: Symbol.for('bailiwick.password-hasher') as InjectionToken<PasswordHasher>,
  clock: Symbol.for('bailiwick.clock') as InjectionToken<Clock>,
  random: Symbol.for('bailiwick.random') as InjectionToken<Random>,
  /**
   * The library, with any text as kinds, meters, types of groups, roles and actions; {@link registerBailiwick} returns the exact type.
   */
  bailiwick: Symbol.for('bailiwick') as InjectionToken<Bailiwick>,
};

/** The options that a host declares in code; the container supplies the ports. */
export interface BailiwickHostOptions<
  Transaction = never,
  Kinds extends KindDemands = KindDemands,
  Role extends string = string,
  Action extends string = string,
  Attribute extends string = string,
  MemberRole extends string = string,
  Types extends GroupTypes = GroupTypes,
  MemberDemand extends Amounts = Amounts,
> extends Omit<
  BailiwickOptions<Transaction, Kinds, Role, Action, Attribute, MemberRole, Types, MemberDemand>,
  'storage' | 'passwordHasher' | 'clock' | 'random' | 'ids'
> {
  /**
   * The token of the storage, e.g. from `registerKnexStorage`, from which the type of transactions is inferred.
   * Default: `tokens.storage`.
   */
  readonly storage?: InjectionToken<Storage<Transaction>>;
}

/**
 * Registers the library with a container in which the storage and `tokens.passwordHasher` are, or will be, registered.
 * It also registers the system's clock and randomness, unless the container has others.
 *
 * Returns `tokens.bailiwick`, typed with the host's declarations and, if `storage` is given, with its transactions.
 *
 * Each container gets one instance, so that a child container which overrides a port has an instance with that port.
 * (`useFactory` alone would make a new instance at every resolve.)
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
  const MemberRole extends string = never,
  const Types extends GroupTypes = typeof DEFAULT_GROUPS,
  const MemberDemand extends Amounts = typeof DEFAULT_MEMBER_DEMAND,
>(
  container: DependencyContainer,
  options: BailiwickHostOptions<
    Transaction,
    Kinds,
    Role,
    Action,
    Attribute,
    MemberRole,
    Types,
    MemberDemand
  > = {},
): InjectionToken<
  ReturnType<
    typeof createBailiwick<Transaction, Kinds, Role, Action, Attribute, MemberRole, Types, MemberDemand>
  >
> {
  type Typed = ReturnType<
    typeof createBailiwick<Transaction, Kinds, Role, Action, Attribute, MemberRole, Types, MemberDemand>
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
