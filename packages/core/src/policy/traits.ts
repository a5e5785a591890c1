import type { Actor, ActorCredential, UserActor } from '../actor.js';
import { identifierProblem } from '../identifier.js';
import type { Problem } from '../commands/problems.js';
import type { SettableUserStatus } from '../users/user.js';
import type { Target } from './action.js';
import type { Atom } from './condition.js';
import { canonicalId, policyIdProblem } from './names.js';

/** The atoms that ask whether one thing about the actor or the target is one of some values. */
export type TraitName = Exclude<Atom['type'], 'owner' | 'member' | 'compare'>;
export type TraitAtom = Extract<Atom, { readonly type: TraitName }>;

/** Everything the library knows about such an atom. A new one is a line here, and a type and function in `condition.ts`. */
interface Trait {
  readonly of: 'actor' | 'target';
  /** Do only users have this trait? */
  readonly ofUsers: boolean;
  /** The function that makes the atom. */
  readonly builder: string;
  /** The member of the atom that holds the value, or the list of values. */
  readonly member: string;
  readonly isList: boolean;
  /** Every value there is; `null` for names and ids, of which there are always others. */
  readonly domain: readonly string[] | null;
  readonly valueProblem: (value: unknown) => Problem;
  readonly canonical: (value: string) => string;
  /** Returns `null` if there is no value. */
  readonly read: (actor: Actor, target: Target) => string | null;
}

const CREDENTIALS: readonly ActorCredential['type'][] = ['password', 'session', 'access-key'];
const CONFIRMATIONS = ['given', 'missing'];
const STATUSES: readonly SettableUserStatus[] = ['active', 'disabled'];
const ACTOR_TYPES: readonly Actor['type'][] = ['user', 'system', 'anonymous'];

const same = (value: string) => value;

function oneOf(domain: readonly string[]) {
  return {
    domain,
    isList: false,
    canonical: same,
    valueProblem: (value: unknown): Problem =>
      typeof value === 'string' && domain.includes(value) ? null : `must be ${domain.join(' or ')}.`,
  };
}

const identifiers = { domain: null, isList: true, canonical: same, valueProblem: identifierProblem };
const ids = { domain: null, isList: true, canonical: canonicalId, valueProblem: policyIdProblem };

function ofUser(read: (actor: UserActor) => string) {
  return {
    of: 'actor' as const,
    ofUsers: true,
    read: (actor: Actor) => (actor.type === 'user' ? read(actor) : null),
  };
}

function ofTarget(read: (target: Target) => string | null | undefined) {
  return {
    of: 'target' as const,
    ofUsers: false,
    read: (_actor: Actor, target: Target) => read(target) ?? null,
  };
}

/** Every trait, by the type of its atoms. */
export const TRAITS: { readonly [Name in TraitName]: Trait } = {
  'actor-type': {
    ...oneOf(ACTOR_TYPES),
    of: 'actor',
    ofUsers: false,
    builder: 'actorType',
    member: 'actorType',
    read: (actor) => actor.type,
  },
  'actor-role': { ...identifiers, ...ofUser(({ role }) => role), builder: 'role', member: 'roles' },
  'actor-status': {
    ...oneOf(STATUSES),
    ...ofUser(({ status }) => status),
    builder: 'actorStatus',
    member: 'status',
  },
  'actor-id': { ...ids, ...ofUser(({ id }) => id), builder: 'actorId', member: 'ids' },
  'actor-credential': {
    ...oneOf(CREDENTIALS),
    ...ofUser(({ credential }) => credential.type),
    builder: 'actorCredential',
    member: 'credential',
  },
  'actor-confirmation': {
    ...oneOf(CONFIRMATIONS),
    ...ofUser(({ confirmed }) => (confirmed ? 'given' : 'missing')),
    builder: 'confirmed',
    member: 'confirmation',
  },
  'target-owner': { ...ids, ...ofTarget(({ ownerId }) => ownerId), builder: 'ownerId', member: 'ids' },
  'target-kind': { ...identifiers, ...ofTarget(({ kind }) => kind), builder: 'kind', member: 'kinds' },
  'target-id': { ...ids, ...ofTarget(({ id }) => id), builder: 'targetId', member: 'ids' },
};

export const TRAIT_NAMES = Object.keys(TRAITS) as TraitName[];

/** The values that an atom asks for. */
export function valuesOf(atom: TraitAtom): readonly string[] {
  const member: unknown = (atom as unknown as Readonly<Record<string, unknown>>)[TRAITS[atom.type].member];
  return typeof member === 'string' ? [member] : (member as readonly string[]);
}
