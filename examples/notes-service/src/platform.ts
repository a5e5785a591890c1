// The service itself, independent of any framework.
import { createBailiwick, MalformedRequestError, type PasswordHasher } from '@bailiwick/core';
import { scryptHasher } from '@bailiwick/core/scrypt';
import { knexStorage } from '@bailiwick/storage-knex';
import type { Knex } from 'knex';

/** Makes the service, in which notes belong to the users who wrote them: the library authorizes, counts and audits. */
export function createPlatform(knex: Knex, passwordHasher: PasswordHasher = scryptHasher()) {
  return createBailiwick({ storage: knexStorage(knex), passwordHasher, kinds: { note: { notes: 1 } } });
}

export type Platform = ReturnType<typeof createPlatform>;

export interface ServiceOptions {
  /** The port; by default `0`, which takes any free port. */
  readonly port?: number;
  /**
   * The proxies whose `X-Forwarded-For` identifies the client. Without them, all clients behind a proxy count as one,
   * and one that guesses passwords locks out the others.
   */
  readonly trustedProxies?: readonly string[];
  /** Called with every error that is answered with a 5xx and the id in the answer; by default, prints both. */
  readonly onDefect?: (error: unknown, requestId: string) => void;
}

interface Service {
  /** The URL, for example `http://127.0.0.1:3002`. */
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** Starts the service with one framework, until it is closed. */
export type StartService = (platform: Platform, options?: ServiceOptions) => Promise<Service>;

export const HOST = '127.0.0.1';

/** The prefix of the `type` of problems, whose pages are at `/problems`. */
export const PROBLEMS = { typePrefix: '' };

export function printDefect(error: unknown, requestId: string): void {
  console.error(requestId, error);
}

/** Requires members of the body to be strings; the library checks their values. */
export function readStrings<Name extends string>(body: unknown, ...names: Name[]): Record<Name, string> {
  const members: Record<string, unknown> = Object(body);
  const missing = names.find((name) => typeof members[name] !== 'string');
  if (missing !== undefined) throw new MalformedRequestError(`The body must have a string "${missing}".`);
  return members as Record<Name, string>;
}
