import type { Actor } from '../actor.js';
import { BUILT_IN_MEMBER_ROLES } from '../members/member.js';
import { ADVICE_ROLES_MAX, ADVICE_STEPS_MAX } from '../limits.js';
import type { Target, TargetShape } from './action.js';
import {
  actorCredential,
  actorStatus,
  all,
  any,
  confirmed,
  not,
  type AttributeOperand,
  type Comparison,
  type Operand,
} from './condition.js';
import { REFUSAL_REASONS, type RefusalReason, type Refused } from './decision.js';
import {
  allOf,
  anyOf,
  constant,
  formulaOf,
  literalAnswer,
  NEVER,
  simplify,
  valueOf,
  type Formula,
  type Literal,
} from './formula.js';
import { Budget, canBeTrue, TooIntricateError } from './search.js';
import { TRAIT_NAMES, TRAITS, type TraitName } from './traits.js';

/** The rules about one action, combined into one formula. */
export interface Question {
  /** The shape of the targets of the action. */
  readonly shape: TargetShape;
  /** True exactly when a rule allows and no rule forbids. */
  readonly allowed: Formula;
  /** Every attribute that is compared. */
  readonly attributes: readonly AttributeOperand[];
}

/**
 * Explains why no rule allows this: it names one change that would allow it, and the most informative one if there
 * are several. It asks all rules together, so neither their order nor the form of their conditions matters.
 */
export function explain(question: Question, actor: Actor, target: Target): Refused {
  const advice = new Advice(question, actor, target);
  try {
    const reason = advice.ofOneChange() ?? advice.ofSeveral();
    const needed = reason === 'not-member' ? advice.memberRolesNeeded() : [];
    const memberRoles = { held: inOrder(target.memberRoles ?? []), needed };
    return { allowed: false, reason, rule: null, ...(needed.length === 0 ? {} : { memberRoles }) };
  } catch (error) {
    if (error instanceof TooIntricateError) return { allowed: false, reason: 'forbidden', rule: null };
    throw error;
  }
}

/** The roles that are always there first, then by name. */
function inOrder(roles: Iterable<string>): readonly string[] {
  const given = new Set(roles);
  const builtIn = BUILT_IN_MEMBER_ROLES.filter((role) => given.has(role));
  return [...builtIn, ...[...given].filter((role) => !builtIn.some((one) => one === role)).sort()];
}

/** The parts of the question that may take other values. */
interface Change {
  readonly traits: readonly TraitName[];
  readonly attributes: readonly AttributeOperand[];
  /** May the actor become a member of the owner, or get another role there? */
  readonly membership: boolean;
  /** The type of the actor after the change. */
  readonly type: Actor['type'];
}

class Advice {
  readonly #question: Question;
  readonly #actor: Actor;
  readonly #target: Target;
  readonly #shape: TargetShape;
  readonly #budget = new Budget(ADVICE_STEPS_MAX);

  constructor(question: Question, actor: Actor, target: Target) {
    this.#question = question;
    this.#actor = actor;
    this.#target = target;
    this.#shape = question.shape;
  }

  /** Tries changes of the target first, because they reveal nothing about other users, and other actors last. */
  ofOneChange(): RefusalReason | null {
    const { type } = this.#actor;
    if (type === 'anonymous' && this.#isOpenTo('user')) return 'anonymous';
    // A member knows the group. To everybody else, that the owner is a group is not revealed where another answer helps.
    const isMember = (this.#target.memberRoles?.length ?? 0) > 0;
    if (isMember && this.#isOpen({ membership: true })) return 'not-member';
    if (this.#isOpenOnOwn()) return 'not-owner';
    if (this.#isOpen({ membership: true })) return 'not-member';
    if (this.#isOpenWith('target-kind')) return 'other-kind';
    if (!this.#shape.idIsOwner && this.#isOpenWith('target-id')) return 'other-target';
    if (this.#isOpenWith('target-owner')) return 'other-owner';
    if (this.#question.attributes.some((attribute) => this.#isOpen({ attributes: [attribute] }))) {
      return 'other-attributes';
    }
    if (type === 'system' && this.#isOpenTo('user')) return 'not-a-user';
    if (type !== 'user') return null;
    if (!this.#actor.confirmed && this.#isOpenWith('actor-confirmation')) return 'confirmation-required';
    if (this.#isOpen({ traits: ['actor-credential', 'actor-confirmation'] })) return 'other-credential';
    if (this.#isOpenWith('actor-status')) return 'disabled';
    if (this.#isOpenWith('actor-role')) return this.#reasonOfRoles();
    return this.#isOpenWith('actor-id') ? 'other-actor' : null;
  }

  /** No single change is enough. Would other attributes, another target for this actor, or another actor do? */
  ofSeveral(): RefusalReason {
    const { type } = this.#actor;
    const anyTarget = { traits: TARGET_TRAITS, attributes: this.#attributes('target'), membership: true };
    if (this.#isOpen({ attributes: this.#question.attributes })) return 'other-attributes';
    if (this.#isOpen(anyTarget)) return 'other-target';
    if (type === 'user' && this.#isOpenTo('user')) return 'other-actor';
    if (type === 'system' && this.#isOpenTo('system', anyTarget)) return 'other-target';
    if (this.#isOpenTo('user', anyTarget)) return type === 'system' ? 'not-a-user' : 'other-actor';
    return this.#isOpenTo('system', anyTarget) ? 'not-a-system-actor' : 'no-rule';
  }

  #isOpenWith(trait: TraitName): boolean {
    const isId = this.#shape.idIsOwner && trait === 'target-owner';
    return this.#isOpen({ traits: isId ? [trait, 'target-id'] : [trait] });
  }

  /** Is any actor of this type allowed to do it? */
  #isOpenTo(type: Actor['type'], also: Pick<Change, 'traits' | 'attributes'> = NOTHING): boolean {
    const traits = type === 'user' ? USER_TRAITS : [];
    return this.#isOpen({
      type,
      traits: [...traits, ...also.traits],
      attributes: [...this.#attributes('actor'), ...also.attributes],
    });
  }

  #attributes(of: 'actor' | 'target'): readonly AttributeOperand[] {
    return this.#question.attributes.filter((attribute) => attribute.of === of);
  }

  #isOpenOnOwn(): boolean {
    const actor = this.#actor;
    if (actor.type !== 'user' || this.#shape.owned === false || this.#target.ownerId === actor.id)
      return false;
    const own = { ...this.#target, ownerId: actor.id };
    return this.#isAllowed(actor, this.#shape.idIsOwner ? { ...own, id: actor.id } : own);
  }

  #isAllowed(actor: Actor, target: Target): boolean {
    const answer = (literal: Literal) => constant(literalAnswer(literal, actor, target, false));
    return simplify(this.#question.allowed, answer).type === 'always';
  }

  /** Is there a value for what may change, with everything else as it is, that allows the action? */
  #isOpen(change: Partial<Change>): boolean {
    const whole: Change = {
      traits: [],
      attributes: [],
      membership: false,
      type: this.#actor.type,
      ...change,
    };
    const left = this.#left(whole);
    if (left.type === 'always' || left.type === 'never') return left.type === 'always';
    const typed: Literal = {
      type: 'literal',
      atom: { type: 'actor-type', actorType: whole.type },
      negated: false,
    };
    return canBeTrue(allOf([typed, left]), this.#shape, this.#budget);
  }

  /** The formula reduced to what the change affects; the actual actor and target answer the rest. */
  #left(change: Change): Formula {
    return simplify(allOf([this.#question.allowed, ...whatCanBeHad(change)]), (literal) => {
      const { atom, negated } = literal;
      switch (atom.type) {
        case 'owner':
          return this.#leftOfOwner(literal, change);
        case 'member':
          return this.#leftOfMember(literal, change);
        case 'compare':
          return this.#leftOfComparison(literal, atom, change);
        case 'actor-type':
          return constant((atom.actorType === change.type) !== negated);
        default:
          if (change.traits.includes(atom.type)) return literal;
          if (TRAITS[atom.type].ofUsers && change.type !== 'user') return constant(negated);
          return constant(literalAnswer(literal, this.#actor, this.#target, false));
      }
    });
  }

  #leftOfOwner(literal: Literal, { traits, type }: Change): Formula {
    const { negated } = literal;
    const otherActor = traits.includes('actor-id');
    const otherOwner = traits.includes('target-owner');
    if (type !== 'user') return constant(negated);
    if (otherActor && otherOwner) return literal;
    const { ownerId } = this.#target;
    if (otherActor) {
      if (ownerId === null) return constant(negated);
      return { type: 'literal', atom: { type: 'actor-id', ids: [ownerId] }, negated };
    }
    if (otherOwner && this.#actor.type === 'user') {
      return { type: 'literal', atom: { type: 'target-owner', ids: [this.#actor.id] }, negated };
    }
    return constant(literalAnswer(literal, this.#actor, this.#target, false));
  }

  /** Another actor can have any membership; in another owner, the actor has none unless that changes too. */
  #leftOfMember(literal: Literal, { traits, type, membership }: Change): Formula {
    const { negated } = literal;
    const { ownerId } = this.#target;
    if (type !== 'user') return constant(negated);
    const isOtherOwner = traits.includes('target-owner');
    if (traits.includes('actor-id')) return isOtherOwner ? literal : leftOfOtherMember(literal, ownerId);
    const isOwn = this.#actor.type === 'user' && this.#actor.id === ownerId;
    if (membership && (isOtherOwner || (ownerId !== null && !isOwn))) return literal;
    if (isOtherOwner) return constant(negated);
    return constant(literalAnswer(literal, this.#actor, this.#target, false));
  }

  #leftOfComparison({ negated }: Literal, { left, right, operator }: Comparison, change: Change): Formula {
    const [one, other] = [this.#leftOfSide(left, change), this.#leftOfSide(right, change)];
    if (one === null || other === null) return NEVER;
    const isNumber = (side: Operand) => side.of !== 'value' || typeof side.value === 'number';
    if (operator === 'at-least' && !(isNumber(one) && isNumber(other))) return NEVER;
    const atom: Comparison = { type: 'compare', operator, left: one, right: other };
    const literal: Literal = { type: 'literal', atom, negated };
    if (one.of !== 'value' || other.of !== 'value') return literal;
    return constant(literalAnswer(literal, this.#actor, this.#target, false));
  }

  /** Returns `null` if there is no value to compare, and the change cannot supply one. */
  #leftOfSide(side: Operand, { attributes, type }: Change): Operand | null {
    if (side.of === 'value') return side;
    if (attributes.some(({ of, attribute }) => of === side.of && attribute === side.attribute)) return side;
    if (side.of === 'actor' && type !== this.#actor.type) return null;
    const value = valueOf(side, this.#actor, this.#target);
    return value === null ? null : { of: 'value', value };
  }

  /** The roles of which each alone would be enough; none if too many are named. */
  memberRolesNeeded(): readonly string[] {
    const left = this.#left({ traits: [], attributes: [], membership: true, type: 'user' });
    const named = rolesIn(left, 'member');
    if (named.size > ADVICE_ROLES_MAX * ADVICE_ROLES_MAX) return [];
    const isEnough = (role: string) => this.#isAllowed(this.#actor, { ...this.#target, memberRoles: [role] });
    return inOrder([...named].filter(isEnough));
  }

  /** Names the roles, unless there are too many or their names would read as another reason. */
  #reasonOfRoles(): RefusalReason {
    const actor = this.#actor;
    const left = this.#left({ traits: ['actor-role'], attributes: [], membership: false, type: 'user' });
    const named = rolesIn(left, 'actor-role');
    if (actor.type !== 'user' || named.size > ADVICE_ROLES_MAX * ADVICE_ROLES_MAX) return 'other-role';
    const enough = [...named].sort().filter((role) => this.#isAllowed({ ...actor, role }, this.#target));
    // Administrators may do nearly everything, so another role that would be enough is more informative.
    const open = enough.length > 1 ? enough.filter((role) => role !== 'admin') : enough;
    const reason = `not-${open.join('-or-')}` as const;
    const isClear =
      open.length > 0 && open.length <= ADVICE_ROLES_MAX && !open.some((role) => role.includes('-or-'));
    return isClear && !REFUSAL_REASONS.includes(reason) ? reason : 'other-role';
  }
}

const NOTHING = { traits: [], attributes: [] } as const;

/** Excludes advice that cannot be followed: an access key cannot confirm, and a disabled user cannot act. */
function whatCanBeHad({ traits, type }: Change): readonly Formula[] {
  if (type !== 'user') return [];
  const isCredential = traits.includes('actor-credential') || traits.includes('actor-confirmation');
  return [...(traits.includes('actor-status') ? [ACTIVE] : []), ...(isCredential ? [CREDENTIALS] : [])];
}

const ACTIVE = formulaOf(actorStatus('active'));
const CREDENTIALS = formulaOf(
  any(
    actorCredential('session'),
    all(actorCredential('password'), confirmed),
    all(actorCredential('access-key'), not(confirmed)),
  ),
);

/** Anybody but the owner can be a member, unless there is no owner. */
function leftOfOtherMember(literal: Literal, ownerId: string | null): Formula {
  const { negated } = literal;
  if (ownerId === null) return constant(negated);
  const isOwner: Literal = { type: 'literal', atom: { type: 'actor-id', ids: [ownerId] }, negated: false };
  return negated ? anyOf([literal, isOwner]) : allOf([literal, { ...isOwner, negated: true }]);
}

/** Traits that only users have, and traits of targets. */
const USER_TRAITS = TRAIT_NAMES.filter((name) => TRAITS[name].ofUsers);
const TARGET_TRAITS = TRAIT_NAMES.filter((name) => TRAITS[name].of === 'target');

function rolesIn(
  formula: Formula,
  type: 'actor-role' | 'member',
  roles = new Set<string>(),
): ReadonlySet<string> {
  if (formula.type === 'all' || formula.type === 'any')
    for (const part of formula.parts) rolesIn(part, type, roles);
  if (formula.type === 'literal' && !formula.negated) {
    const { atom } = formula;
    if (atom.type === type) for (const role of atom.roles) roles.add(role);
  }
  return roles;
}
