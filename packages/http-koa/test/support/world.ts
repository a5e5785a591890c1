import {
  createBailiwick,
  systemClock,
  type Amounts,
  type Clock,
  type GroupTypes,
  type LoginThrottle,
  type PasswordHasher,
  type Policy,
  type Random,
  type Storage,
  type User,
} from '@bailiwick/core';
import { memoryStorage } from '@bailiwick/core/memory';
import { fastHasher } from '@bailiwick/core/testing';
import type { AnyBailiwick, RouterOptions } from '@bailiwick/http-koa';
import type { SigningKey } from '@bailiwick/http-koa/sign-request';
import { client, type Client, type Reply } from './client.js';
import { listen, type Listening } from './listen.js';

export const PASSWORD = 'correct horse battery staple';

/** The public key of the pair in RFC 9421, appendix B.1.4. */
export const PUBLIC_KEY =
  '-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAJrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=\n-----END PUBLIC KEY-----\n';

/** A UUIDv7 that does not exist. */
export const MISSING_ID = '01900000-0000-7000-8000-000000000000';

export type Inhabitant = Client & { readonly user: User; readonly token: string };

/** A server with an administrator and two users, each logged in. */
export interface World {
  readonly bailiwick: AnyBailiwick;
  readonly server: Listening;
  readonly admin: Inhabitant;
  readonly ann: Inhabitant;
  readonly bob: Inhabitant;
  readonly nobody: Client;
  /** Moves the clock of the library forward. */
  readonly later: (ms: number) => void;
  /** Makes a client with another credential for the same server. */
  readonly clientWith: (authorization: string) => Client;
  /** Makes a client that signs every request; the router must accept that. */
  readonly clientSigning: (key: SigningKey) => Client;
}

export interface WorldOptions {
  readonly storage?: Storage<never>;
  readonly kinds?: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly groups?: GroupTypes;
  readonly memberRoles?: readonly string[];
  readonly memberDemand?: Amounts;
  readonly policy?: Policy;
  readonly router?: RouterOptions;
  readonly passwordHasher?: PasswordHasher;
  readonly loginThrottle?: LoginThrottle;
  readonly clock?: Clock;
  readonly random?: Random;
}

/** The part of a test that a world needs. */
export interface Scope {
  teardown(close: () => Promise<void>): void;
}

export async function world(t: Scope, options: WorldOptions = {}): Promise<World> {
  const random = options.random === undefined ? {} : { random: options.random };
  const { clock = systemClock } = options;
  let passedMs = 0;
  const bailiwick = createBailiwick({
    storage: options.storage ?? memoryStorage(random),
    passwordHasher: options.passwordHasher ?? fastHasher,
    ...(options.loginThrottle === undefined ? {} : { loginThrottle: options.loginThrottle }),
    kinds: options.kinds ?? { resource: { resources: 1 } },
    ...(options.groups === undefined ? {} : { groups: options.groups }),
    ...(options.memberRoles === undefined ? {} : { memberRoles: options.memberRoles }),
    ...(options.memberDemand === undefined ? {} : { memberDemand: options.memberDemand }),
    ...(options.policy === undefined ? {} : { policy: options.policy as Policy<never, never, never, never> }),
    clock: { now: () => new Date(clock.now().getTime() + passedMs) },
    ...random,
  });
  const server = await listen(bailiwick, options.router);
  t.teardown(() => server.close());
  const clientWith = (authorization: string | null) => client(server.url, { authorization });
  const clientSigning = (signingKey: SigningKey) => client(server.url, { signingKey });

  async function inhabitant(email: string, role: 'user' | 'admin'): Promise<Inhabitant> {
    const user = await bailiwick.users.create(bailiwick.system('test'), { email, password: PASSWORD, role });
    const { token } = await bailiwick.sessions.logIn({ email, password: PASSWORD });
    return { ...clientWith(`Bearer ${token}`), user, token };
  }

  return {
    bailiwick,
    server,
    admin: await inhabitant('admin@example.com', 'admin'),
    ann: await inhabitant('ann@example.com', 'user'),
    bob: await inhabitant('bob@example.com', 'user'),
    nobody: clientWith(null),
    later: (ms) => void (passedMs += ms),
    clientWith,
    clientSigning,
  };
}

export function basic(email: string, password: string): string {
  return `Basic ${Buffer.from(`${email}:${password}`).toString('base64')}`;
}

/** Returns the pointers of a 422, in order. */
export function pointersOf(reply: Reply): string[] {
  return reply.body.errors.map((error: { pointer: string }) => error.pointer);
}
