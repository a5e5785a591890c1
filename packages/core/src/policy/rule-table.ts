import type { Actor } from '../actor.js';
import { ACTION_NAME_LENGTH_MAX } from '../limits.js';
import {
  BUILT_IN_ACTIONS,
  targetShape,
  type AttributeType,
  type Target,
  type TargetShape,
} from './action.js';
import { explain, type Question } from './advice.js';
import { atomsOf, attributesOf, type Atom } from './condition.js';
import type { Decision, RefusalReason, Refused } from './decision.js';
import {
  allOf,
  anyOf,
  compile,
  constant,
  formulaOf,
  literalAnswer,
  simplify,
  withTypes,
  type Formula,
  type Literal,
  type Predicate,
} from './formula.js';
import type { Rule } from './rule.js';
import { TRAIT_NAMES, TRAITS, type TraitName } from './traits.js';

/** A rule, and its condition as a formula. */
export interface KnownRule {
  readonly rule: Rule;
  readonly formula: Formula;
  /** The formula that is true where the rule does not apply. */
  readonly opposite: () => Formula;
  readonly atoms: readonly Atom[];
}

/** The host's declarations. Without them, the target of a host's action can be anything. */
export interface Declared {
  readonly actions: readonly string[];
  shapeOf(action: string): TargetShape;
  /** The declared type of an attribute; `null` for any type. */
  typeOf(attribute: string): AttributeType | null;
}

const NOTHING_DECLARED: Declared = { actions: [], shapeOf: targetShape, typeOf: () => null };

/** Unknown does not allow, but forbids. */
export function unknownIs({ effect }: Rule): boolean {
  return effect === 'forbid';
}

/**
 * Looks rules up by what every request has: the action, the type or role of the actor, and the kind of the target.
 * Little of a rule remains to be evaluated then, often one comparison of two ids, so a decision costs about the same
 * with ten rules and with a thousand. Each cell is built when it is first needed. Their number is bounded by the
 * actions, roles and kinds that the rules name, plus one "any other" of each.
 */
export class RuleTable {
  readonly #rules: readonly KnownRule[];
  readonly #names: {
    readonly actions: ReadonlySet<string>;
    readonly roles: ReadonlySet<string>;
    readonly kinds: ReadonlySet<string>;
  };
  readonly #byAction = new Map<Name, ActionRules>();
  readonly #declared: Declared;

  constructor(given: readonly Rule[], declared: Declared = NOTHING_DECLARED) {
    this.#declared = declared;
    const rules = given.map((rule): KnownRule => {
      const formula = (negated: boolean) => {
        const plain = formulaOf(rule.when, negated);
        return declared === NOTHING_DECLARED ? plain : withTypes(plain, (name) => declared.typeOf(name));
      };
      return { rule, formula: formula(false), opposite: () => formula(true), atoms: atomsOf(rule.when) };
    });
    // If several rules apply, the decision names one: always the same one, in whatever order they were written.
    // A reason that the author of a rule chose takes precedence over the default.
    const isPlain = ({ rule }: KnownRule) => Number(rule.reason === 'forbidden');
    this.#rules = rules.toSorted(
      (a, b) =>
        isPlain(a) - isPlain(b) || byText(a.rule.reason, b.rule.reason) || byText(a.rule.name, b.rule.name),
    );
    // Known actions get entries of their own even if no rule names them, because their targets differ.
    const actions = new Set<string>([...BUILT_IN_ACTIONS, ...declared.actions]);
    const [roles, kinds] = [new Set<string>(), new Set<string>()];
    for (const { rule, atoms } of rules) {
      if (rule.actions !== 'any') for (const action of rule.actions) actions.add(action);
      for (const atom of atoms) {
        if (atom.type === 'actor-role') for (const role of atom.roles) roles.add(role);
        if (atom.type === 'target-kind') for (const kind of atom.kinds) kinds.add(kind);
      }
    }
    this.#names = { actions, roles, kinds };
  }

  decide(actor: Actor, action: string, target: Target): Decision {
    return this.#forAction(action).cell(actor, target).decide(actor, target);
  }

  dependsOnMembers(action: string): 'none' | 'refusals' | 'all' {
    return this.#forAction(action).dependsOnMembers;
  }

  /** The rules about an action, for every actor. */
  rulesFor(action: string): readonly KnownRule[] {
    return this.#forAction(action).rules;
  }

  #forAction(action: string): ActionRules {
    return (
      this.#byAction.get(action) ??
      lookUp(this.#byAction, action, this.#names.actions, () => {
        const isNamed = this.#names.actions.has(action);
        const rules = this.#rules.filter(
          ({ rule }) => rule.actions === 'any' || (isNamed && rule.actions.includes(action)),
        );
        return new ActionRules(rules, this.#declared.shapeOf(action), this.#names);
      })
    );
  }
}

function byText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

/** Stands for every name that no rule mentions. A symbol cannot equal a name. */
const OTHER = Symbol('any other');
type Name = string | typeof OTHER | null;

/**
 * The first names that no rule mentions are cached beside "any other": finding them directly makes a decision twice
 * as fast. Callers choose these names, so their number and length are bounded.
 */
const NAMES_KEPT_MAX = 64;

/** Returns the entry of a name, or of "any other", and makes it when it is first needed. */
function lookUp<T>(
  known: Map<Name, T>,
  name: string | null,
  mentioned: ReadonlySet<string>,
  make: () => T,
): T {
  const key = name === null || mentioned.has(name) ? name : OTHER;
  const value = known.get(key) ?? make();
  known.set(key, value);
  const isShort = name === null || name.length <= ACTION_NAME_LENGTH_MAX;
  if (known.size < NAMES_KEPT_MAX && isShort) known.set(name, value);
  return value;
}

class ActionRules {
  readonly rules: readonly KnownRule[];
  readonly dependsOnMembers: 'none' | 'refusals' | 'all';
  readonly #roles: ReadonlySet<string>;
  readonly #kinds: ReadonlySet<string>;
  readonly #refusals: Refusals;
  /** Nearly all actors are active, so everything that follows from that is computed once. */
  readonly #activeByRole = new Map<Name, Map<Name, Cell>>();
  readonly #othersByRole = new Map<Name, Map<Name, Cell>>();
  readonly #bySystem = new Map<Name, Cell>();
  readonly #byAnonymous = new Map<Name, Cell>();

  constructor(
    rules: readonly KnownRule[],
    shape: TargetShape,
    { roles, kinds }: { readonly roles: ReadonlySet<string>; readonly kinds: ReadonlySet<string> },
  ) {
    this.rules = rules;
    const asking = rules.filter(({ atoms }) => atoms.some(({ type }) => type === 'member'));
    const areAll = asking.some(({ rule, formula }) => rule.effect === 'forbid' || excludesMembers(formula));
    this.dependsOnMembers = asking.length === 0 ? 'none' : areAll ? 'all' : 'refusals';
    this.#roles = roles;
    this.#kinds = kinds;
    this.#refusals = new Refusals(rules, shape);
  }

  cell(actor: Actor, target: Target): Cell {
    const row = this.#row(actor);
    const { kind } = target;
    return (
      row.get(kind) ??
      lookUp(row, kind ?? null, this.#kinds, () => new Cell(this.rules, this.#refusals, actor, kind ?? null))
    );
  }

  #row(actor: Actor): Map<Name, Cell> {
    if (actor.type === 'system') return this.#bySystem;
    if (actor.type === 'anonymous') return this.#byAnonymous;
    const { role } = actor;
    const byRole = actor.status === 'active' ? this.#activeByRole : this.#othersByRole;
    return byRole.get(role) ?? lookUp(byRole, role, this.#roles, () => new Map<Name, Cell>());
  }
}

function excludesMembers(formula: Formula): boolean {
  if (formula.type === 'literal') return formula.negated && formula.atom.type === 'member';
  return (formula.type === 'all' || formula.type === 'any') && formula.parts.some(excludesMembers);
}

interface CompiledRule {
  readonly applies: Predicate;
  readonly decision: Decision;
}

/** The rules that can still apply to one action, one type or role of actor, active or not, and one kind of target. */
class Cell {
  readonly #forbids: readonly CompiledRule[];
  readonly #allows: readonly CompiledRule[];
  readonly #refusals: Refusals;
  /** By {@link Refusals.key}. */
  readonly #refused: (Refused | undefined)[] = [];

  constructor(rules: readonly KnownRule[], refusals: Refusals, actor: Actor, kind: string | null) {
    const forbids: CompiledRule[] = [];
    const allows: CompiledRule[] = [];
    for (const { rule, formula } of rules) {
      const left = simplify(formula, (literal) => answerInCell(literal, actor, kind, unknownIs(rule)));
      if (left.type === 'never') continue;
      const compiled = { applies: compile(left, unknownIs(rule)), decision: decisionOf(rule) };
      if (rule.effect === 'forbid') forbids.push(compiled);
      else allows.push(compiled);
    }
    this.#forbids = forbids;
    this.#allows = allows;
    this.#refusals = refusals;
  }

  decide(actor: Actor, target: Target): Decision {
    for (const rule of this.#forbids) {
      if (!rule.applies(actor, target)) continue;
      const { decision } = rule;
      return decision.reason === 'confirmation-required'
        ? this.#askToConfirm(decision, actor, target)
        : decision;
    }
    for (const rule of this.#allows) if (rule.applies(actor, target)) return rule.decision;
    const key = this.#refusals.key(actor, target);
    if (key === null) return this.#refusals.refuse(actor, target);
    return this.#refused[key] ?? (this.#refused[key] = this.#refusals.refuse(actor, target));
  }

  /** Asks for confirmation only if it would help: an access key has no password to confirm with. */
  #askToConfirm(decision: Decision, actor: Actor, target: Target): Decision {
    const { rule } = decision;
    if (actor.type !== 'user' || actor.confirmed) return { allowed: false, reason: 'forbidden', rule };
    const afterwards = this.decide({ ...actor, confirmed: true }, target);
    if (!afterwards.allowed) return afterwards;
    return actor.credential.type === 'access-key' ? { allowed: false, reason: 'access-key', rule } : decision;
  }
}

function decisionOf({ effect, name, reason }: Rule): Decision {
  return Object.freeze(
    effect === 'allow'
      ? { allowed: true, reason: 'allowed', rule: name }
      : { allowed: false, reason, rule: name },
  );
}

/** The traits that every actor and target of a cell share. */
const CELL_TRAITS: ReadonlySet<Atom['type']> = new Set<TraitName>([
  'actor-type',
  'actor-role',
  'target-kind',
]);

function answerInCell(literal: Literal, actor: Actor, kind: string | null, isIfUnknown: boolean): Formula {
  const { atom } = literal;
  const isUser = actor.type === 'user';
  const isKnown =
    CELL_TRAITS.has(atom.type) ||
    (atom.type === 'actor-status' && isActive(actor)) ||
    (!isUser && isOfUsers(atom.type));
  if (!isKnown) return literal;
  return constant(literalAnswer(literal, actor, { ownerId: null, kind }, isIfUnknown));
}

function isOfUsers(type: Atom['type']): boolean {
  return type === 'owner' || type === 'member' || (type !== 'compare' && TRAITS[type].ofUsers);
}

function isActive(actor: Actor): boolean {
  return actor.type === 'user' && actor.status === 'active';
}

/**
 * Explains refusals where no rule allows the action. Explaining is slow, so explanations are cached if the rules ask
 * only about a few traits with a few values each; a refusal then costs no more than an allow.
 */
class Refusals {
  readonly #question: Question;
  readonly #byReason = new Map<RefusalReason, Refused>();
  /** The traits that a cached explanation depends on, beside cell and owner; `null` if none is cached. */
  readonly #answers: readonly Answer[] | null;
  /** The same for actors that are known to be active. */
  readonly #answersOfActive: readonly Answer[] | null;

  constructor(rules: readonly KnownRule[], shape: TargetShape) {
    const allows: Formula[] = [];
    const permits: Formula[] = [];
    const atoms = rules.flatMap((known) => known.atoms);
    for (const { rule, formula, opposite } of rules) {
      if (rule.effect === 'allow') allows.push(formula);
      else permits.push(opposite());
    }
    const attributes = new Map(
      atoms.flatMap((atom) =>
        atom.type === 'compare'
          ? attributesOf(atom).map((side) => [`${side.of} ${side.attribute}`, side])
          : [],
      ),
    );
    this.#question = {
      shape,
      allowed: allOf([anyOf(allows), ...permits]),
      attributes: [...attributes.values()],
    };
    const asked = new Set(atoms.map(({ type }) => type));
    // Whether an actor can confirm depends on their credential.
    if (asked.has('actor-confirmation')) asked.add('actor-credential');
    const isFew = [...asked].every(
      (type) => type === 'owner' || type === 'member' || CELL_TRAITS.has(type) || isOfFew(type),
    );
    const few = TRAIT_NAMES.filter((name) => isOfFew(name) && asked.has(name));
    this.#answers = isFew ? few.map(numbered) : null;
    this.#answersOfActive = isFew ? few.filter((name) => name !== 'actor-status').map(numbered) : null;
  }

  key(actor: Actor, target: Target): number | null {
    const answers = isActive(actor) ? this.#answersOfActive : this.#answers;
    if (answers === null) return null;
    const { ownerId, memberRoles } = target;
    // Roles in groups are any names, and members are refused less often than others.
    if (memberRoles !== undefined && memberRoles.length > 0) return null;
    let key = ownerId === null ? 0 : actor.type === 'user' && actor.id === ownerId ? 1 : 2;
    for (const answer of answers) key = key * ANSWERS_MAX + answer(actor, target);
    return key;
  }

  refuse(actor: Actor, target: Target): Refused {
    const explained = explain(this.#question, actor, target);
    if (explained.memberRoles !== undefined) return explained;
    const { reason } = explained;
    const refused = this.#byReason.get(reason) ?? Object.freeze(explained);
    this.#byReason.set(reason, refused);
    return refused;
  }
}

/** Is this a trait of users with few values? */
function isOfFew(type: Atom['type']): boolean {
  if (type === 'owner' || type === 'member' || type === 'compare') return false;
  const { domain, ofUsers } = TRAITS[type];
  return ofUsers && domain !== null && domain.length < ANSWERS_MAX;
}

type Answer = (actor: Actor, target: Target) => number;

/** The largest number of values that such a trait has, including "none". */
const ANSWERS_MAX = 4;

/** The value as a small number. */
function numbered(name: TraitName): Answer {
  const { domain, read } = TRAITS[name];
  const [first, second] = domain ?? [];
  return (actor, target) => {
    const value = read(actor, target);
    return value === null ? 0 : value === first ? 1 : value === second ? 2 : 3;
  };
}
