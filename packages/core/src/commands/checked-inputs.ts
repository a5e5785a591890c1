import type { AccessKeys } from '../access-keys/access-keys.js';
import type { AuditEvents } from '../audit/audit-events.js';
import type { Decisions } from '../decisions/decisions.js';
import { InvalidRequestError } from '../errors.js';
import { isDate, textProblem, type Problem } from './problems.js';
import {
  AUDIT_TEXT_LENGTH_MAX,
  DECISIONS_AT_ONCE_MAX,
  INPUT_DEPTH_MAX,
  OWNERS_AT_ONCE_MAX,
  PAGE_SIZE_MAX,
} from '../limits.js';
import type { Target } from '../policy/action.js';
import { canonicalId } from '../policy/names.js';
import type { GroupVersion } from '../groups/group-store.js';
import type { Groups } from '../groups/groups.js';
import type { Members } from '../members/members.js';
import type { Quotas } from '../quotas/quotas.js';
import { versionProblem, type VersionMembers } from './precondition.js';
import type { ResourceVersion } from '../resources/resource-store.js';
import type { Resources } from '../resources/resources.js';
import type { Sessions } from '../sessions/sessions.js';
import type { UserVersion } from '../users/user.js';
import type { Users } from '../users/users.js';

/** Reads one argument of a command. @throws `invalid-request` */
type Reader = (value: unknown) => unknown;

/** The readers of each command's arguments, in their order. If a command is missing here, the code does not compile. */
type Readers<Commands> = { readonly [Name in keyof Commands]: readonly Reader[] };

/** Leaves an argument to the command's own check: an actor, an id, a token. */
const itself: Reader = (value) => value;

/** Copies an object whose members a command uses, as it is at this instant. */
export const input = (value: unknown): object => {
  try {
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return members(value, INPUT_DEPTH_MAX);
    }
  } catch {
    // A getter or a proxy has thrown, or the object is nested without end.
  }
  throw refusal('', 'must be an object whose members can be read.');
};

export const options: Reader = (value) => (value === undefined ? {} : input(value));

/**
 * Reads the target that a host asks the policy about. Its ids may come from a URL, and need not exist. As in every
 * command, one in upper case is the same id, also for a rule that forbids.
 */
export function hostTarget(value: unknown): Target {
  const found = input(value) as { readonly [Name in keyof Target]?: unknown };
  for (const [name, member] of Object.entries({
    ownerId: found.ownerId,
    kind: found.kind,
    id: found.id ?? null,
  })) {
    if (typeof member !== 'string' && member !== null) throw refusal(`/${name}`, 'must be a string or null.');
  }
  if (!isListOfTexts(found.memberRoles ?? [])) throw refusal('/memberRoles', 'must be a list of strings.');
  const target = found as Target;
  const { ownerId, id } = target;
  return {
    ...target,
    ownerId: ownerId === null ? null : canonicalId(ownerId),
    ...(typeof id === 'string' ? { id: canonicalId(id) } : {}),
  };
}

function isListOfTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

export function hostTargets(value: unknown): readonly Target[] {
  return itemsOf(value, DECISIONS_AT_ONCE_MAX, 'targets').map(hostTarget);
}

/** Copies the items of a list as they are at this instant, each read once. */
function itemsOf(value: unknown, countMax: number, what: string): readonly unknown[] {
  try {
    if (Array.isArray(value)) {
      const length: unknown = value.length;
      const isShort = typeof length === 'number' && length <= countMax;
      if (isShort) return Array.from({ length }, (_, index) => (value as readonly unknown[])[index]);
    }
  } catch {
    // A getter or a proxy has thrown.
  }
  throw refusal('', `must be a list of at most ${countMax} ${what}, which can be read.`);
}

/** @throws {TypeError} instead of `invalid-request`, since the host's code names the action. */
export function hostAction(value: unknown): string {
  const problem = textProblem(value, 1, AUDIT_TEXT_LENGTH_MAX);
  if (problem !== null) throw new TypeError(`The action ${problem}`);
  return value as string;
}

/** Reads at most as many ids as a page has items. Other texts are allowed: a command finds nothing by them. */
const ids: Reader = (value) => itemsOf(value, PAGE_SIZE_MAX, 'ids');

/** Reads the ids of owners; as with {@link ids}, nothing is found by other texts. */
export const ownerIds = (value: unknown): readonly string[] =>
  itemsOf(value, OWNERS_AT_ONCE_MAX, 'ids') as readonly string[];

/** Reads an object that may hold the version that the caller has read. */
const versioned =
  <Version>(of: VersionMembers<Version>, read: Reader = input): Reader =>
  (value) => {
    const found = read(value) as { readonly ifUnchangedSince?: unknown };
    const problem = versionProblem(found.ifUnchangedSince, of);
    if (problem !== null) throw refusal('/ifUnchangedSince', problem);
    return found;
  };

const USER_VERSION: VersionMembers<UserVersion> = {
  email: 'text',
  role: 'text',
  status: 'text',
  updatedAt: 'time',
};
const RESOURCE_VERSION: VersionMembers<ResourceVersion> = { name: 'text', updatedAt: 'time' };

export const USER_INPUTS: Readers<Users> = {
  create: [itself, input],
  createFirstAdmin: [itself, input],
  get: [itself, itself],
  me: [itself],
  findByEmail: [itself, itself],
  list: [itself, options],
  listWithQuotas: [itself, options],
  change: [itself, itself, versioned(USER_VERSION)],
  changeEmail: [itself, input, options],
  changePassword: [itself, input, options],
  setPassword: [itself, itself, input],
  clearLoginFailures: [itself, itself],
  delete: [itself, itself, versioned(USER_VERSION, options)],
};

const GROUP_VERSION: VersionMembers<GroupVersion> = { name: 'text', updatedAt: 'time' };

export const GROUP_INPUTS: Readers<Groups> = {
  create: [itself, input],
  get: [itself, itself],
  list: [itself, options],
  listWithQuotas: [itself, options],
  rename: [itself, itself, versioned(GROUP_VERSION)],
  move: [itself, itself, versioned(GROUP_VERSION)],
  delete: [itself, itself, versioned(GROUP_VERSION, options)],
};

export const MEMBER_INPUTS: Readers<Members> = {
  list: [itself, itself, options],
  ofUser: [itself, itself, options],
  set: [itself, itself, itself, input],
  remove: [itself, itself, itself],
};

export const RESOURCE_INPUTS: Readers<Resources> = {
  create: [itself, input],
  preview: [itself, input],
  get: [itself, itself],
  findMany: [itself, ids],
  list: [itself, options],
  rename: [itself, itself, versioned(RESOURCE_VERSION)],
  transfer: [itself, itself, versioned(RESOURCE_VERSION)],
  delete: [itself, itself, versioned(RESOURCE_VERSION, options)],
};

export const QUOTA_INPUTS: Readers<Quotas> = {
  list: [itself, itself, options],
  listOnPath: [itself, itself],
  get: [itself, input],
  setLimit: [itself, input],
  clearLimit: [itself, input],
  listDefaultLimits: [itself],
  setDefaultLimit: [itself, input],
  verify: [itself],
  verifyStep: [itself, options],
  repair: [itself],
  repairStep: [itself, options],
};

export const SESSION_INPUTS: Readers<Sessions> = {
  logIn: [input, options],
  resume: [itself, options],
  list: [itself, options],
  end: [itself, itself, itself],
  confirm: [itself, input, options],
  endCurrent: [itself],
  endAll: [itself, itself],
};

export const ACCESS_KEY_INPUTS: Readers<AccessKeys> = {
  register: [itself, input],
  list: [itself, options],
  revoke: [itself, itself, itself],
  recognise: [input, options],
};

export const DECISION_INPUTS: Readers<Decisions> = {
  policy: [itself],
  explain: [itself, input],
  ofUser: [itself, itself],
};

export const AUDIT_EVENT_INPUTS: Readers<AuditEvents> = {
  list: [itself, options],
};

/**
 * Returns the same commands, which read each of their arguments once, at the call. A host may pass on anything that
 * JSON, a queue or a proxy holds: members that throw, or that change between the check and the use, are caught here.
 */
export function withCheckedInputs<Commands extends object>(
  commands: Commands,
  readers: Readers<Commands>,
): Commands {
  const checked: Commands = Object.create(Object.getPrototypeOf(commands));
  for (const [name, ordered] of Object.entries<readonly Reader[]>(readers)) {
    const command = commands[name as keyof Commands] as (...args: readonly unknown[]) => unknown;
    const value = (...args: readonly unknown[]): unknown => {
      let read: readonly unknown[];
      try {
        read = ordered.map((reader, index) => reader(args[index]));
      } catch (error) {
        return Promise.reject(error);
      }
      return command.apply(commands, read as unknown[]);
    };
    Object.defineProperty(checked, name, { ...OWN, value });
  }
  return checked;
}

/** Copies own members and the getters of a class. Functions and primitives are left to the checks of the commands. */
function members(value: object, depthMax: number): object {
  if (depthMax === 0) throw new RangeError('The input is nested too deeply.');
  const copy: Record<string, unknown> = {};
  for (const name of namesOf(value)) {
    const member = plain((value as Record<string, unknown>)[name], depthMax - 1);
    // A member of this name is copied like the others; an assignment would set the prototype instead.
    if (name === '__proto__') Object.defineProperty(copy, name, { ...OWN, value: member });
    else copy[name] = member;
  }
  return copy;
}

const OWN = { enumerable: true, writable: true, configurable: true };

function namesOf(value: object): Iterable<string> {
  const own = Object.keys(value);
  let prototype: unknown = Object.getPrototypeOf(value);
  if (!isOfClass(prototype)) return own;
  const names = new Set(own);
  for (; isOfClass(prototype); prototype = Object.getPrototypeOf(prototype)) {
    for (const [name, property] of Object.entries(Object.getOwnPropertyDescriptors(prototype))) {
      if (property.get !== undefined) names.add(name);
    }
  }
  return names;
}

function plain(value: unknown, depthMax: number): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (isDate(value)) return new Date(value.getTime());
  // The bytes of a signature stay as they are. So do lists, which no command takes: the checks refuse them.
  if (ArrayBuffer.isView(value) || Array.isArray(value)) return value;
  return members(value, depthMax);
}

function isOfClass(prototype: unknown): prototype is object {
  return typeof prototype === 'object' && prototype !== null && prototype !== Object.prototype;
}

function refusal(pointer: string, detail: NonNullable<Problem>): InvalidRequestError {
  return new InvalidRequestError([{ pointer, detail }]);
}
