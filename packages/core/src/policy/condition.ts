import type { Actor, ActorCredential } from '../actors/actor.js';
import type { UserStatus } from '../users/user.js';
import type { Attributes, AttributeValue, Target } from './action.js';

/** What stands on a side of a comparison: an attribute that the host declared, or a value. */
export type Operand<Attribute extends string = string> =
  | { readonly of: 'actor' | 'target'; readonly attribute: Attribute }
  | { readonly of: 'value'; readonly value: AttributeValue };

/** One thing that is true or false of an actor and a target. */
export type Atom<
  Role extends string = string,
  Kind extends string = string,
  Attribute extends string = string,
> =
  | { readonly type: 'actor-type'; readonly actorType: Actor['type'] }
  | { readonly type: 'actor-role'; readonly roles: readonly Role[] }
  | { readonly type: 'actor-status'; readonly status: UserStatus }
  | { readonly type: 'actor-id'; readonly ids: readonly string[] }
  | { readonly type: 'actor-credential'; readonly credential: ActorCredential['type'] }
  | { readonly type: 'owner' }
  | { readonly type: 'target-owner'; readonly ids: readonly string[] }
  | { readonly type: 'target-kind'; readonly kinds: readonly Kind[] }
  | { readonly type: 'target-id'; readonly ids: readonly string[] }
  | {
      readonly type: 'compare';
      readonly operator: 'equals' | 'at-least';
      readonly left: Operand<Attribute>;
      readonly right: Operand<Attribute>;
    };

/** When a rule applies, as data. */
export type Condition<
  Role extends string = string,
  Kind extends string = string,
  Attribute extends string = string,
> =
  | { readonly type: 'always' | 'never' }
  | Atom<Role, Kind, Attribute>
  | { readonly type: 'all' | 'any'; readonly conditions: readonly Condition<Role, Kind, Attribute>[] }
  | { readonly type: 'not'; readonly condition: Condition<Role, Kind, Attribute> };

type Plain = Condition<never, never, never>;

export const always: Plain = { type: 'always' };
const never: Plain = { type: 'never' };

/** The actor is the user who owns the target; everybody owns themselves, their sessions and their quotas. */
export const owner: Plain = { type: 'owner' };

export function actorType(type: Actor['type']): Plain {
  return { type: 'actor-type', actorType: type };
}

export function actorStatus(status: UserStatus): Plain {
  return { type: 'actor-status', status };
}

/** The actor proved who they are with a credential of this type. */
export function actorCredential(credential: ActorCredential['type']): Plain {
  return { type: 'actor-credential', credential };
}

/** The actor is one of these users. */
export function actorId(...ids: readonly string[]): Plain {
  return { type: 'actor-id', ids };
}

/** The target belongs to one of these users. */
export function ownerId(...ids: readonly string[]): Plain {
  return { type: 'target-owner', ids };
}

/** The target is one of these. */
export function targetId(...ids: readonly string[]): Plain {
  return { type: 'target-id', ids };
}

/** The actor is a user with one of these roles. */
export function role<const Role extends string>(...roles: readonly Role[]): Condition<Role, never, never> {
  return { type: 'actor-role', roles };
}

/** The target is a resource of one of these kinds. */
export function kind<const Kind extends string>(...kinds: readonly Kind[]): Condition<never, Kind, never> {
  return { type: 'target-kind', kinds };
}

/** An attribute of the actor, as the host gave it with `withAttributes`. */
export function ofActor<const Attribute extends string>(attribute: Attribute): Operand<Attribute> {
  return { of: 'actor', attribute };
}

/** An attribute of the target, as the host describes it. Not for actions that are listed. */
export function ofTarget<const Attribute extends string>(attribute: Attribute): Operand<Attribute> {
  return { of: 'target', attribute };
}

/**
 * Both sides are the same value of the same type. A rule that compares an attribute which is missing is
 * read in the safe direction: an `allow` does not apply, a `forbid` does.
 */
export function equals<Left extends string = never, Right extends string = never>(
  left: Operand<Left>,
  right: Operand<Right> | AttributeValue,
): Condition<never, never, Left | Right> {
  return { type: 'compare', operator: 'equals', left, right: operand(right) };
}

/** Both sides are numbers, and the left one is at least the right one. Missing is read as in {@link equals}. */
export function atLeast<Left extends string = never, Right extends string = never>(
  left: Operand<Left>,
  right: Operand<Right> | number,
): Condition<never, never, Left | Right> {
  return { type: 'compare', operator: 'at-least', left, right: operand(right) };
}

function operand<Attribute extends string>(side: Operand<Attribute> | AttributeValue): Operand<Attribute> {
  return typeof side === 'object' ? side : { of: 'value', value: side };
}

export function all<R extends string, K extends string, T extends string>(
  ...conditions: readonly Condition<R, K, T>[]
): Condition<R, K, T> {
  return { type: 'all', conditions };
}

export function any<R extends string, K extends string, T extends string>(
  ...conditions: readonly Condition<R, K, T>[]
): Condition<R, K, T> {
  return { type: 'any', conditions };
}

export function not<R extends string, K extends string, T extends string>(
  condition: Condition<R, K, T>,
): Condition<R, K, T> {
  return { type: 'not', condition };
}

/** Every atom of a condition, left to right. */
export function atomsOf(condition: Condition): readonly Atom[] {
  switch (condition.type) {
    case 'always':
    case 'never':
      return [];
    case 'all':
    case 'any':
      return condition.conditions.flatMap(atomsOf);
    case 'not':
      return atomsOf(condition.condition);
    default:
      return [condition];
  }
}

/**
 * The condition with every atom replaced that `answer` knows, and no constant left inside. What is known
 * early is paid for once: an actor's role when the rules are looked up, the actor when a list is asked for.
 */
export function simplify(condition: Condition, answer: (atom: Atom) => boolean | null): Condition {
  switch (condition.type) {
    case 'always':
    case 'never':
      return condition;
    case 'all':
      return fold(condition, answer, 'always', 'never');
    case 'any':
      return fold(condition, answer, 'never', 'always');
    case 'not':
      return negated(simplify(condition.condition, answer));
    default: {
      const known = answer(condition);
      return known === null ? condition : { type: known ? 'always' : 'never' };
    }
  }
}

/** `neutral` drops out of the list, `absorbing` is the answer whatever stands beside it. */
function fold(
  { type, conditions }: { readonly type: 'all' | 'any'; readonly conditions: readonly Condition[] },
  answer: (atom: Atom) => boolean | null,
  neutral: 'always' | 'never',
  absorbing: 'always' | 'never',
): Condition {
  const parts = conditions.map((part) => simplify(part, answer));
  if (parts.some((part) => part.type === absorbing)) return { type: absorbing };
  const rest = parts.filter((part) => part.type !== neutral);
  const [first] = rest;
  if (first === undefined) return { type: neutral };
  return rest.length === 1 ? first : { type, conditions: rest };
}

function negated(condition: Condition): Condition {
  switch (condition.type) {
    case 'always':
      return never;
    case 'never':
      return always;
    case 'not':
      return condition.condition;
    default:
      return { type: 'not', condition };
  }
}

export type Predicate = (actor: Actor, target: Target) => boolean;

/** The condition as a function, built once: evaluating it allocates nothing. */
export function compile(condition: Condition): Predicate {
  switch (condition.type) {
    case 'always':
      return () => true;
    case 'never':
      return () => false;
    case 'all':
      return conjunction(condition.conditions.map(compile));
    case 'any': {
      const parts = condition.conditions.map(compile);
      return (actor, target) => parts.some((part) => part(actor, target));
    }
    case 'not': {
      const part = compile(condition.condition);
      return (actor, target) => !part(actor, target);
    }
    default:
      return compileAtom(condition);
  }
}

/** Two parts are by far the most frequent, and an array would cost more than both of them. */
function conjunction(parts: readonly Predicate[]): Predicate {
  const [first, second] = parts;
  if (parts.length === 2 && first !== undefined && second !== undefined) {
    return (actor, target) => first(actor, target) && second(actor, target);
  }
  return (actor, target) => parts.every((part) => part(actor, target));
}

function compileAtom(atom: Atom): Predicate {
  switch (atom.type) {
    case 'actor-type': {
      const { actorType: type } = atom;
      return (actor) => actor.type === type;
    }
    case 'actor-role': {
      const roles = new Set<string>(atom.roles);
      return (actor) => actor.type === 'user' && roles.has(actor.role);
    }
    case 'actor-status': {
      const { status } = atom;
      return (actor) => actor.type === 'user' && actor.status === status;
    }
    case 'actor-id': {
      const ids = new Set(atom.ids);
      return (actor) => actor.type === 'user' && ids.has(actor.id);
    }
    case 'actor-credential': {
      const { credential } = atom;
      return (actor) => actor.type === 'user' && actor.credential.type === credential;
    }
    case 'owner':
      return (actor, target) => actor.type === 'user' && actor.id === target.ownerId;
    case 'target-owner': {
      const ids = new Set<string | null>(atom.ids);
      return (_actor, target) => ids.has(target.ownerId);
    }
    case 'target-kind': {
      const kinds = new Set<string | null>(atom.kinds);
      return (_actor, target) => kinds.has(target.kind);
    }
    case 'target-id': {
      const ids = new Set<string | null | undefined>(atom.ids);
      return (_actor, target) => ids.has(target.id);
    }
    case 'compare':
      return (actor, target) => {
        const left = valueOf(atom.left, actor, target);
        const right = valueOf(atom.right, actor, target);
        if (atom.operator === 'equals') return left !== undefined && left === right;
        return typeof left === 'number' && typeof right === 'number' && left >= right;
      };
  }
}

/** The attributes that a comparison names. */
export function attributesOf({ left, right }: Extract<Atom, { type: 'compare' }>): readonly string[] {
  return [left, right].flatMap((side) => (side.of === 'value' ? [] : [side.attribute]));
}

/** Can every comparison of the condition be made for this actor and target? */
export function compileComparability(condition: Condition): Predicate | null {
  const comparisons = atomsOf(condition).filter((atom) => atom.type === 'compare');
  if (comparisons.length === 0) return null;
  return (actor, target) =>
    comparisons.every(({ operator, left, right }) =>
      [left, right].every((side) => {
        const value = valueOf(side, actor, target);
        return operator === 'equals'
          ? value !== undefined
          : typeof value === 'number' && !Number.isNaN(value);
      }),
    );
}

function valueOf(side: Operand, actor: Actor, target: Target): AttributeValue | undefined {
  if (side.of === 'value') return side.value;
  const attributes: Attributes | undefined = side.of === 'actor' ? givenTo(actor) : target.attributes;
  // An attribute named "constructor" must not be found on a prototype.
  return attributes !== undefined && Object.hasOwn(attributes, side.attribute)
    ? attributes[side.attribute]
    : undefined;
}

function givenTo(actor: Actor): Attributes | undefined {
  return actor.type === 'anonymous' ? undefined : actor.attributes;
}
