import type { Actor } from '../actor.js';
import type { Attributes, AttributeType, AttributeValue, Target } from './action.js';
import type { Atom, Comparison, Condition, Operand } from './condition.js';
import { TRAITS, valuesOf, type TraitAtom } from './traits.js';

/**
 * A condition in the form in which it is evaluated: `not` stands only at atoms, and no `all` contains an `all`, no
 * `any` an `any`. Double negation, De Morgan's laws and nesting do not change the formula.
 */
export type Formula = Always | Never | Literal | Junction;

interface Always {
  readonly type: 'always';
}
interface Never {
  readonly type: 'never';
}
export interface Literal {
  readonly type: 'literal';
  readonly atom: Atom;
  readonly negated: boolean;
}
export interface Junction {
  readonly type: 'all' | 'any';
  readonly parts: readonly Formula[];
}

const ALWAYS: Always = { type: 'always' };
export const NEVER: Never = { type: 'never' };

export function formulaOf(condition: Condition, negated = false): Formula {
  switch (condition.type) {
    case 'always':
      return negated ? NEVER : ALWAYS;
    case 'never':
      return negated ? ALWAYS : NEVER;
    case 'not':
      return formulaOf(condition.condition, !negated);
    case 'all':
    case 'any': {
      const type = negated === (condition.type === 'all') ? 'any' : 'all';
      const parts: Formula[] = [];
      for (const part of condition.conditions) add(parts, formulaOf(part, negated), type);
      return junction(type, parts);
    }
    default:
      return { type: 'literal', atom: condition, negated };
  }
}

/** Adds a part, or its parts if it is a junction of the same type. */
function add(parts: Formula[], part: Formula, type: Junction['type']): void {
  if (part.type !== type) parts.push(part);
  else for (const inner of part.parts) parts.push(inner);
}

function junction(type: Junction['type'], parts: readonly Formula[]): Formula {
  const [first] = parts;
  if (first === undefined) return type === 'all' ? ALWAYS : NEVER;
  return parts.length === 1 ? first : { type, parts };
}

export function allOf(formulas: readonly Formula[]): Formula {
  return joined('all', formulas);
}

export function anyOf(formulas: readonly Formula[]): Formula {
  return joined('any', formulas);
}

function joined(type: Junction['type'], formulas: readonly Formula[]): Formula {
  const parts: Formula[] = [];
  for (const formula of formulas) add(parts, formula, type);
  return junction(type, parts);
}

/**
 * Replaces every atom that `answer` knows and removes the constants. This pays once for what is known early: an
 * actor's role when the rules are looked up, the actor when a list is requested.
 */
export function simplify(formula: Formula, answer: (literal: Literal) => Formula): Formula {
  switch (formula.type) {
    case 'always':
    case 'never':
      return formula;
    case 'literal':
      return answer(formula);
    default: {
      const { type } = formula;
      const [neutral, absorbing] =
        type === 'all' ? (['always', NEVER] as const) : (['never', ALWAYS] as const);
      const parts: Formula[] = [];
      for (const part of formula.parts) {
        const left = simplify(part, answer);
        if (left.type === absorbing.type) return absorbing;
        if (left.type !== neutral) add(parts, left, type);
      }
      return junction(type, parts);
    }
  }
}

/** Adds the declared types of attributes to the formula: a value of another type cannot be compared. */
export function withTypes(formula: Formula, typeOf: (attribute: string) => AttributeType | null): Formula {
  const typed = (side: Operand): Operand & Declared => {
    const type = side.of === 'value' ? null : typeOf(side.attribute);
    return type === null ? side : { ...side, type };
  };
  return simplify(formula, (literal) => {
    const { atom, negated } = literal;
    if (atom.type !== 'compare') return literal;
    const { left, right } = atom;
    return { type: 'literal', atom: { ...atom, left: typed(left), right: typed(right) }, negated };
  });
}

/** The type of an attribute, if the host declared one. */
interface Declared {
  readonly type?: AttributeType;
}

export function constant(value: boolean): Formula {
  return value ? ALWAYS : NEVER;
}

/** Answers an atom; `null` if it is a comparison that cannot be made. */
function answerOf(atom: Atom, actor: Actor, target: Target): boolean | null {
  switch (atom.type) {
    case 'owner':
      return actor.type === 'user' && actor.id === target.ownerId;
    case 'member':
      return isMember(atom.roles, actor, target);
    case 'compare':
      return compared(atom.operator, valueOf(atom.left, actor, target), valueOf(atom.right, actor, target));
    default: {
      const value = TRAITS[atom.type].read(actor, target);
      return value !== null && valuesOf(atom).includes(value);
    }
  }
}

/** Nobody is a member of a user. A target that is the actor's own has no members, whatever its description says. */
function isMember(roles: readonly string[], actor: Actor, { ownerId, memberRoles }: Target): boolean {
  if (memberRoles === undefined || actor.type !== 'user') return false;
  if (ownerId === null || ownerId === actor.id) return false;
  for (const role of memberRoles) if (roles.includes(role)) return true;
  return false;
}

/**
 * Answers a literal. Kleene's logic has three values, and a rule needs two of them: an `allow` treats unknown as
 * false, a `forbid` as true. `not` stands only at atoms, and the negation of unknown is unknown, so replacing every
 * unknown literal by that one value gives exactly the three-valued answer.
 */
export function literalAnswer(
  { atom, negated }: Literal,
  actor: Actor,
  target: Target,
  unknownIs: boolean,
): boolean {
  const answer = answerOf(atom, actor, target);
  return answer === null ? unknownIs : answer !== negated;
}

export type Predicate = (actor: Actor, target: Target) => boolean;

/** Compiles the formula to a function, once; evaluating it allocates nothing. */
export function compile(formula: Formula, unknownIs: boolean): Predicate {
  switch (formula.type) {
    case 'always':
      return () => true;
    case 'never':
      return () => false;
    case 'literal':
      return compileLiteral(formula, unknownIs);
    case 'all':
    case 'any': {
      const parts: Predicate[] = [];
      for (const part of formula.parts) parts.push(compile(part, unknownIs));
      return formula.type === 'all' ? conjunction(parts) : disjunction(parts);
    }
  }
}

/** Most junctions have two parts, and iterating over an array would cost more than evaluating both. */
function conjunction(parts: readonly Predicate[]): Predicate {
  const [first, second] = parts;
  if (parts.length === 2 && first !== undefined && second !== undefined) {
    return (actor, target) => first(actor, target) && second(actor, target);
  }
  return (actor, target) => {
    for (const part of parts) if (!part(actor, target)) return false;
    return true;
  };
}

function disjunction(parts: readonly Predicate[]): Predicate {
  return (actor, target) => {
    for (const part of parts) if (part(actor, target)) return true;
    return false;
  };
}

function compileLiteral(literal: Literal, unknownIs: boolean): Predicate {
  const { atom, negated } = literal;
  switch (atom.type) {
    case 'owner':
      if (negated) return (actor, target) => actor.type !== 'user' || actor.id !== target.ownerId;
      return (actor, target) => actor.type === 'user' && actor.id === target.ownerId;
    case 'member': {
      const { roles } = atom;
      return (actor, target) => isMember(roles, actor, target) !== negated;
    }
    case 'compare':
      return (actor, target) => literalAnswer(literal, actor, target, unknownIs);
    default:
      return compileTrait(atom, negated);
  }
}

function compileTrait(atom: TraitAtom, negated: boolean): Predicate {
  const { read } = TRAITS[atom.type];
  const values = valuesOf(atom);
  const [only] = values;
  if (values.length === 1) return (actor, target) => (read(actor, target) === only) !== negated;
  const set = new Set<string | null>(values);
  return (actor, target) => set.has(read(actor, target)) !== negated;
}

/** Only strings, booleans and finite numbers can be compared, and only with values of the same type. */
function compared(
  operator: Comparison['operator'],
  left: AttributeValue | null,
  right: AttributeValue | null,
): boolean | null {
  if (left === null || right === null || typeof left !== typeof right) return null;
  if (operator === 'equals') return left === right;
  return typeof left === 'number' ? left >= (right as number) : null;
}

/** Returns `null` if the value is missing or cannot be compared. */
export function valueOf(side: Operand & Declared, actor: Actor, target: Target): AttributeValue | null {
  if (side.of === 'value') return side.value;
  const attributes: Attributes | null | undefined = side.of === 'actor' ? givenTo(actor) : target.attributes;
  // An attribute named "constructor" must not be found on a prototype.
  if (typeof attributes !== 'object' || attributes === null || !Object.hasOwn(attributes, side.attribute))
    return null;
  const value: unknown = attributes[side.attribute];
  if (side.type !== undefined && typeof value !== side.type) return null;
  return isComparable(value) ? value : null;
}

function givenTo(actor: Actor): Attributes | undefined {
  return actor.type === 'anonymous' ? undefined : actor.attributes;
}

function isComparable(value: unknown): value is AttributeValue {
  return typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value);
}

/** Writes the formula as a person would write the condition. */
export function describe(formula: Formula, lengthMax = 300): string {
  const text = written(formula, lengthMax);
  return text.length > lengthMax ? `${text.slice(0, lengthMax)}…` : text;
}

function written(formula: Formula, lengthMax: number): string {
  switch (formula.type) {
    case 'always':
      return 'all()';
    case 'never':
      return 'any()';
    case 'literal': {
      const text = writtenAtom(formula.atom, lengthMax);
      return formula.negated ? `not(${text})` : text;
    }
    default: {
      let text = `${formula.type}(`;
      for (const [index, part] of formula.parts.entries()) {
        if (text.length > lengthMax) break;
        text += (index === 0 ? '' : ', ') + written(part, lengthMax - text.length);
      }
      return `${text})`;
    }
  }
}

function writtenAtom(atom: Atom, lengthMax: number): string {
  switch (atom.type) {
    case 'owner':
      return 'owner';
    case 'member':
      return `member(${atom.roles.map((role) => `"${role}"`).join(', ')})`;
    case 'compare': {
      const side = (operand: Operand) =>
        operand.of === 'value'
          ? JSON.stringify(operand.value)
          : `of${operand.of === 'actor' ? 'Actor' : 'Target'}("${operand.attribute}")`;
      const name = atom.operator === 'equals' ? 'equals' : 'atLeast';
      return `${name}(${side(atom.left)}, ${side(atom.right)})`;
    }
    default: {
      const values = valuesOf(atom).slice(0, Math.max(1, lengthMax));
      return `${TRAITS[atom.type].builder}(${values.map((value) => `"${value}"`).join(', ')})`;
    }
  }
}
