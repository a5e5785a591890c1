// The service itself, before any framework comes into it.
import { createBailiwick, MalformedRequestError, type PasswordHasher } from '@bailiwick/core';
import { scryptHasher } from '@bailiwick/core/scrypt';
import { knexStorage } from '@bailiwick/storage-knex';
import type { Knex } from 'knex';

/** Notes belong to the users who wrote them: the library decides, counts and records. */
export function createPlatform(knex: Knex, passwordHasher: PasswordHasher = scryptHasher()) {
  return createBailiwick({ storage: knexStorage(knex), passwordHasher, kinds: { note: { notes: 1 } } });
}

export type Platform = ReturnType<typeof createPlatform>;

export interface ServiceOptions {
  /** `0`, when left out: any port that is free. */
  readonly port?: number;
  /**
   * The proxies in front, whose `X-Forwarded-For` says who the client is. Without them, all clients behind a proxy are
   * one client, and one that guesses passwords locks the others out.
   */
  readonly trustedProxies?: readonly string[];
  /** Is called with what is answered with a 5xx, and the id that the answer tells; prints it when left out. */
  readonly onDefect?: (error: unknown, requestId: string) => void;
}

interface Service {
  /** For example `http://127.0.0.1:3002`. */
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** The service on one framework, until it is closed. */
export type StartService = (platform: Platform, options?: ServiceOptions) => Promise<Service>;

export const HOST = '127.0.0.1';

/** Pages about problems are at `/problems`. */
export const PROBLEMS = { typePrefix: '' };

export function printDefect(error: unknown, requestId: string): void {
  console.error(requestId, error);
}

/** Members of the body that must be there; what they may be, the library checks. */
export function readStrings<Name extends string>(body: unknown, ...names: Name[]): Record<Name, string> {
  const members: Record<string, unknown> = Object(body);
  const missing = names.find((name) => typeof members[name] !== 'string');
  if (missing !== undefined) throw new MalformedRequestError(`The body must have a string "${missing}".`);
  return members as Record<Name, string>;
}
