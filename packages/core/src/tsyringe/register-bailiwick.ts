import type { DependencyContainer, InjectionToken } from 'tsyringe';
import { createBailiwick, type Bailiwick, type BailiwickOptions } from '../bailiwick.js';
import { systemClock, type Clock } from '../clock.js';
import type { PasswordHasher } from '../passwords/password-hasher.js';
import { systemRandom, type Random } from '../random.js';
import type { KindDemands } from '../platform.js';
import type { Storage } from '../storage.js';

/** What the library registers, and what it resolves. */
export const tokens = {
  storage: Symbol.for('bailiwick.storage') as InjectionToken<Storage>,
  passwordHasher: Symbol.for('bailiwick.password-hasher') as InjectionToken<PasswordHasher>,
  clock: Symbol.for('bailiwick.clock') as InjectionToken<Clock>,
  random: Symbol.for('bailiwick.random') as InjectionToken<Random>,
  bailiwick: Symbol.for('bailiwick') as InjectionToken<Bailiwick>,
};

/** What a host declares in code; the ports come from the container. */
export type BailiwickHostOptions = Pick<
  BailiwickOptions<unknown, KindDemands, string, string, string>,
  | 'kinds'
  | 'roles'
  | 'actions'
  | 'attributes'
  | 'policy'
  | 'settings'
  | 'passwordBlocklist'
  | 'loginThrottle'
  | 'onFault'
>;

/**
 * Registers the library with a container in which `tokens.storage` and `tokens.passwordHasher` are, or
 * will be, registered. The system's clock and randomness are registered unless the container has others.
 *
 * Each container gets one instance: a child that overrides a port gets a Bailiwick of its own with it.
 * (`useFactory` alone would make a new one at every resolve.)
 */
export function registerBailiwick(container: DependencyContainer, options: BailiwickHostOptions = {}): void {
  if (!container.isRegistered(tokens.clock, true))
    container.register(tokens.clock, { useValue: systemClock });
  if (!container.isRegistered(tokens.random, true))
    container.register(tokens.random, { useValue: systemRandom });
  const instances = new WeakMap<DependencyContainer, Bailiwick>();
  container.register(tokens.bailiwick, {
    useFactory(resolving) {
      const instance = instances.get(resolving) ?? build(resolving, options);
      instances.set(resolving, instance);
      return instance;
    },
  });
}

function build(container: DependencyContainer, options: BailiwickHostOptions): Bailiwick {
  return createBailiwick({
    ...options,
    storage: container.resolve(tokens.storage),
    passwordHasher: container.resolve(tokens.passwordHasher),
    clock: container.resolve(tokens.clock),
    random: container.resolve(tokens.random),
  }) as Bailiwick;
}
