import type { AttributeValue } from './action.js';
import type { AttributeOperand, Comparison } from './condition.js';
import { Values } from './values.js';

/** A comparison between two attributes: equal, not equal, at least, or more. */
interface Relation {
  readonly is: 'same' | 'other' | 'at-least' | 'more';
  readonly left: string;
  readonly right: string;
}

interface Bound {
  readonly value: number;
  /** Is the bound itself excluded? */
  readonly isStrict: boolean;
}

const LOWEST: Bound = { value: -Infinity, isStrict: false };
const HIGHEST: Bound = { value: Infinity, isStrict: false };

/** The values that one attribute can still have. */
class Attribute {
  readonly types = new Values(['string', 'number', 'boolean']);
  readonly values = new Values(null);
  lowest = LOWEST;
  highest = HIGHEST;
  /** The last of these is the value, if there is any. */
  readonly given: AttributeValue[] = [];

  get only(): AttributeValue | null {
    return this.values.areListed ? (this.given.at(-1) ?? null) : null;
  }

  canBe(type: string): boolean {
    if (!this.types.has(type) || !this.values.areAny) return false;
    const { only } = this;
    if (only !== null && typeof only !== type) return false;
    if (type === 'boolean') return only !== null || BOOLEANS.some((value) => this.values.has(keyOf(value)));
    return (
      type === 'string' || isRoom(this.lowest, this.highest, (value) => this.values.has(keyOf(value)), only)
    );
  }
}

const TYPES = ['string', 'number', 'boolean'];
const BOOLEANS = [true, false];

/** Treats numbers as dense: there is always another one between two of them. */
function isRoom(
  lowest: Bound,
  highest: Bound,
  has: (value: number) => boolean,
  only: AttributeValue | null = null,
): boolean {
  if (only !== null) {
    const isAbove = lowest.isStrict ? Number(only) > lowest.value : Number(only) >= lowest.value;
    return isAbove && (highest.isStrict ? Number(only) < highest.value : Number(only) <= highest.value);
  }
  if (lowest.value !== highest.value) return lowest.value < highest.value;
  return !lowest.isStrict && !highest.isStrict && has(lowest.value);
}

function keyOf(value: AttributeValue): string {
  return `${typeof value}:${value}`;
}

/**
 * The assumptions about attributes: each assumed comparison is known and has the assumed result. Numbers are
 * treated as dense, which floating-point numbers nearly are.
 */
export class ComparedValues {
  readonly #attributes = new Map<string, Attribute>();
  readonly #relations: Relation[] = [];

  /** The number of pairs of attributes that are related. */
  get relations(): number {
    return this.#relations.length;
  }

  /** Returns the function that takes the assumption back. */
  assume({ operator, left, right }: Comparison, negated: boolean): () => void {
    if (left.of !== 'value' && right.of !== 'value') return this.#relate(operator, left, right, negated);
    if (left.of !== 'value') return this.#bound(operator, left, right, negated, false);
    return this.#bound(operator, right as AttributeOperand, left, negated, true);
  }

  arePossible({ left, right }: Comparison): boolean {
    for (const side of [left, right]) {
      if (side.of === 'value') continue;
      const attribute = this.#attribute(nameOf(side));
      if (!TYPES.some((type) => attribute.canBe(type))) return false;
    }
    return this.#relations.length === 0 || areRelatable(this.#relations, (name) => this.#attribute(name));
  }

  #attribute(name: string): Attribute {
    let attribute = this.#attributes.get(name);
    if (attribute === undefined) this.#attributes.set(name, (attribute = new Attribute()));
    return attribute;
  }

  #relate(
    operator: Comparison['operator'],
    left: AttributeOperand,
    right: AttributeOperand,
    negated: boolean,
  ): () => void {
    const [one, other] = [nameOf(left), nameOf(right)];
    const undo: (() => void)[] = [];
    if (operator === 'equals') {
      this.#relations.push({ is: negated ? 'other' : 'same', left: one, right: other });
    } else {
      for (const name of [one, other]) undo.push(this.#attribute(name).types.include(['number']));
      this.#relations.push(
        negated ? { is: 'more', left: other, right: one } : { is: 'at-least', left: one, right: other },
      );
    }
    return () => {
      this.#relations.pop();
      for (const step of undo.reverse()) step();
    };
  }

  #bound(
    operator: Comparison['operator'],
    side: AttributeOperand,
    constant: Comparison['left'],
    negated: boolean,
    isSwapped: boolean,
  ): () => void {
    const attribute = this.#attribute(nameOf(side));
    const value = constant.of === 'value' ? constant.value : '';
    const types = attribute.types.include([typeof value]);
    if (operator === 'equals') {
      const values = negated
        ? attribute.values.exclude([keyOf(value)])
        : attribute.values.include([keyOf(value)]);
      if (!negated) attribute.given.push(value);
      return () => {
        if (!negated) attribute.given.pop();
        values();
        types();
      };
    }
    const { lowest, highest } = attribute;
    const bound: Bound = { value: Number(value), isStrict: negated };
    // "Not at least 5" is "less than 5"; "5 is at least x" is "x is at most 5", and so on.
    if (negated === isSwapped) attribute.lowest = higher(lowest, bound);
    else attribute.highest = lower(highest, bound);
    return () => {
      attribute.lowest = lowest;
      attribute.highest = highest;
      types();
    };
  }
}

function nameOf({ of, attribute }: AttributeOperand): string {
  return `${of}.${attribute}`;
}

function higher(one: Bound, other: Bound): Bound {
  if (one.value !== other.value) return one.value > other.value ? one : other;
  return one.isStrict ? one : other;
}

function lower(one: Bound, other: Bound): Bound {
  if (one.value !== other.value) return one.value < other.value ? one : other;
  return one.isStrict ? one : other;
}

/** Attributes that must be equal, treated as one. */
interface Group {
  only: AttributeValue | null;
  lowest: Bound;
  highest: Bound;
  readonly members: Attribute[];
}

/** Can attributes with these relations exist? There are few of them, so they are checked all together. */
function areRelatable(relations: readonly Relation[], attributeOf: (name: string) => Attribute): boolean {
  const names = [...new Set(relations.flatMap(({ left, right }) => [left, right]))];
  const upTo = new Map(names.map((name) => [name, reachable(name, relations)]));
  // Two attributes are equal if each is at least the other.
  const areSame = (one: string, other: string) =>
    upTo.get(one)?.has(other) === true && upTo.get(other)?.has(one) === true;
  for (const { is, left, right } of relations) {
    if ((is === 'other' || is === 'more') && areSame(left, right)) return false;
  }
  const groups = new Map<string, Group>();
  for (const name of names) {
    const leader = names.find((candidate) => areSame(candidate, name)) ?? name;
    const group = groups.get(leader) ?? { only: null, lowest: LOWEST, highest: HIGHEST, members: [] };
    const attribute = attributeOf(name);
    group.members.push(attribute);
    const { only } = attribute;
    if (only !== null && group.only !== null && only !== group.only) return false;
    group.only ??= only;
    group.lowest = higher(group.lowest, attribute.lowest);
    group.highest = lower(group.highest, attribute.highest);
    groups.set(leader, group);
    groups.set(name, group);
  }
  const groupOf = (name: string) => groups.get(name) as Group;
  return connected(relations).every((linked) => TYPES.some((type) => canAllBe(type, linked, groupOf)));
}

/** The attributes that are at most this one, itself included. */
function reachable(from: string, relations: readonly Relation[]): ReadonlySet<string> {
  const found = new Set([from]);
  for (const name of found) {
    for (const { is, left, right } of relations) {
      if (is === 'other') continue;
      if (left === name) found.add(right);
      if (is === 'same' && right === name) found.add(left);
    }
  }
  return found;
}

/** Groups of relations that share attributes, directly or through others. All attributes of a group have one type. */
function connected(relations: readonly Relation[]): readonly (readonly Relation[])[] {
  const parts: { names: Set<string>; relations: Relation[] }[] = [];
  for (const relation of relations) {
    const { left, right } = relation;
    const touching = parts.filter(({ names }) => names.has(left) || names.has(right));
    const merged = {
      names: new Set([left, right, ...touching.flatMap(({ names }) => [...names])]),
      relations: [relation, ...touching.flatMap((part) => part.relations)],
    };
    for (const part of touching) parts.splice(parts.indexOf(part), 1);
    parts.push(merged);
  }
  return parts.map((part) => part.relations);
}

function canAllBe(type: string, relations: readonly Relation[], groupOf: (name: string) => Group): boolean {
  const groups = new Set(relations.flatMap(({ left, right }) => [groupOf(left), groupOf(right)]));
  for (const { members, only } of groups) {
    if (!members.every((member) => member.canBe(type))) return false;
    if (only !== null && !members.every(({ values }) => values.has(keyOf(only)))) return false;
  }
  if (type === 'boolean') return canAllBeBoolean(relations, groups, groupOf);
  const fixed = new Map([...groups].map((group) => [group, group.only]));
  if (type === 'number') {
    const bounds = numberBounds(relations, groups, groupOf);
    if (bounds === null) return false;
    for (const [group, { lowest, highest }] of bounds) {
      if (lowest.value === highest.value) fixed.set(group, lowest.value);
    }
  }
  return relations.every(({ is, left, right }) => {
    if (is !== 'other') return true;
    const one = fixed.get(groupOf(left)) ?? null;
    return one === null || one !== fixed.get(groupOf(right));
  });
}

/** Propagates the bounds from number to number until nothing changes. */
function numberBounds(
  relations: readonly Relation[],
  groups: ReadonlySet<Group>,
  groupOf: (name: string) => Group,
): ReadonlyMap<Group, { lowest: Bound; highest: Bound }> | null {
  const bounds = new Map(
    [...groups].map((group) => {
      const exact = group.only === null ? null : { value: Number(group.only), isStrict: false };
      const lowest = exact === null ? group.lowest : higher(group.lowest, exact);
      const highest = exact === null ? group.highest : lower(group.highest, exact);
      return [group, { lowest, highest }];
    }),
  );
  for (let round = 0; round <= groups.size; round += 1) {
    for (const { is, left, right } of relations) {
      if (is !== 'at-least' && is !== 'more') continue;
      const upper = bounds.get(groupOf(left));
      const under = bounds.get(groupOf(right));
      if (upper === undefined || under === undefined || upper === under) continue;
      const isStrict = is === 'more';
      upper.lowest = higher(upper.lowest, { ...under.lowest, isStrict: under.lowest.isStrict || isStrict });
      under.highest = lower(under.highest, {
        ...upper.highest,
        isStrict: upper.highest.isStrict || isStrict,
      });
    }
  }
  for (const [{ members, only }, { lowest, highest }] of bounds) {
    const has = (value: number) => members.every(({ values }) => values.has(keyOf(value)));
    if (!isRoom(lowest, highest, has, only)) return null;
  }
  return bounds;
}

/** There are only two booleans: an attribute that differs from `true` is `false`. */
function canAllBeBoolean(
  relations: readonly Relation[],
  groups: ReadonlySet<Group>,
  groupOf: (name: string) => Group,
): boolean {
  if (relations.some(({ is }) => is === 'at-least' || is === 'more')) return false;
  return BOOLEANS.some((first) => {
    const answers = new Map<Group, boolean>();
    const [start] = groups;
    if (start === undefined) return true;
    answers.set(start, first);
    for (const [group, answer] of answers) {
      if (!group.members.every(({ values }) => values.has(keyOf(answer)))) return false;
      for (const { is, left, right } of relations) {
        if (is !== 'other') continue;
        const pair = [groupOf(left), groupOf(right)] as const;
        if (!pair.includes(group)) continue;
        const other = pair[0] === group ? pair[1] : pair[0];
        const known = answers.get(other);
        if (known === answer) return false;
        if (known === undefined) answers.set(other, !answer);
      }
    }
    return true;
  });
}
