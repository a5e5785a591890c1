import type { TargetShape } from './action.js';
import { ComparedValues } from './compared-values.js';
import type { Literal } from './formula.js';
import { TRAIT_NAMES, TRAITS, valuesOf, type TraitName } from './traits.js';
import { Values } from './values.js';

/** Is the actor the owner of the target? `null` if the formula does not ask. */
export type Ownership = boolean | null;

/**
 * Assumptions about an actor and a target of one shape, literal by literal, and whether such an actor and target can
 * exist. Assumptions are taken back in reverse order. An assumption costs as much as its own values, however many
 * came before it.
 */
export class World {
  readonly #shape: TargetShape;
  readonly #isOwner: Ownership;
  /** The possible values by trait, made with the first assumption about it. */
  readonly #values = new Map<TraitName, Values>();
  readonly #compared = new ComparedValues();
  /** The roles of the actor on the path of the owner: one of each of these lists, and none of those. */
  readonly #roles: { readonly oneOf: (readonly string[])[]; readonly without: (readonly string[])[] } = {
    oneOf: [],
    without: [],
  };
  readonly #undo: (() => void)[] = [];
  constructor(shape: TargetShape, isOwner: Ownership) {
    this.#shape = shape;
    this.#isOwner = isOwner;
    if (isOwner === true) this.#of('actor-type').include(['user']);
    if (shape.kinds !== null) this.#of('target-kind').include(shape.kinds);
  }

  /** The number of assumptions, to go {@link back} to. */
  get mark(): number {
    return this.#undo.length;
  }

  back(mark: number): void {
    while (this.#undo.length > mark) this.#undo.pop()?.();
  }

  /** The cost in steps of a budget. Attributes that are compared with each other are checked all together. */
  costOf({ atom }: Literal): number {
    return atom.type === 'compare' ? 1 + this.#compared.relations ** 2 / 8 : 1;
  }

  /** Assumes the literal, and returns whether such an actor and target can still exist. */
  assume({ atom, negated }: Literal): boolean {
    switch (atom.type) {
      case 'owner':
        return this.#isOwner === !negated;
      case 'member':
        return this.#assumeMember(atom.roles, negated);
      case 'compare': {
        const { left, right } = atom;
        const ofTarget = left.of === 'target' || right.of === 'target';
        if (ofTarget && !this.#shape.hasAttributes) return false;
        // Anonymous actors have no attributes.
        if (left.of === 'actor' || right.of === 'actor') {
          this.#undo.push(this.#of('actor-type').exclude(['anonymous']));
        }
        this.#undo.push(this.#compared.assume(atom, negated));
        return this.#actorIsPossible() && this.#compared.arePossible(atom);
      }
      default: {
        const values = this.#of(atom.type);
        const { of, ofUsers } = TRAITS[atom.type];
        const named = valuesOf(atom);
        this.#undo.push(negated ? values.exclude(named) : values.include(named));
        if (!negated && ofUsers) this.#undo.push(this.#of('actor-type').include(['user']));
        if (of === 'target' && !this.#targetHas(atom.type)) return false;
        return this.#actorIsPossible() && this.#ownersDiffer();
      }
    }
  }

  /** A user can have several roles, one in each group on the path. Nobody is a member of what is their own. */
  #assumeMember(roles: readonly string[], negated: boolean): boolean {
    const list = negated ? this.#roles.without : this.#roles.oneOf;
    list.push(roles);
    this.#undo.push(() => list.pop());
    const without = new Set(this.#roles.without.flat());
    if (this.#roles.oneOf.some((some) => some.every((role) => without.has(role)))) return false;
    if (negated) return true;
    if (!this.#shape.mayBeOfGroup) return false;
    if (this.#isOwner !== false || this.#presence('target-owner') === false) return false;
    this.#undo.push(this.#of('actor-type').include(['user']));
    return this.#of('target-owner').areAny && this.#actorIsPossible() && this.#ownersDiffer();
  }

  #of(trait: TraitName): Values {
    const name = this.#sameAs(trait);
    let values = this.#values.get(name);
    if (values === undefined) this.#values.set(name, (values = new Values(TRAITS[name].domain)));
    return values;
  }

  /** Two traits that always have the same value share one set of values. */
  #sameAs(name: TraitName): TraitName {
    if (name === 'actor-id') return this.#isOwner === true ? 'target-owner' : name;
    return name === 'target-id' && this.#shape.idIsOwner ? 'target-owner' : name;
  }

  #actorIsPossible(): boolean {
    const types = this.#values.get('actor-type');
    if (types === undefined || types.has('system') || types.has('anonymous')) return true;
    if (!types.has('user')) return false;
    for (const name of USER_TRAITS) if (this.#values.get(this.#sameAs(name))?.areAny === false) return false;
    return true;
  }

  #targetHas(name: TraitName): boolean {
    const values = this.#of(name);
    const presence = this.#presence(name);
    return (presence !== false && values.areAny) || (presence !== true && !values.areListed);
  }

  #presence(name: TraitName): boolean | null {
    const { owned, hasKind, hasId } = this.#shape;
    if (name === 'target-owner') return this.#isOwner === true ? true : owned;
    return name === 'target-kind' ? hasKind : hasId;
  }

  /** An actor who is not the owner has another id. This matters only if actor and owner can each have one id alone. */
  #ownersDiffer(): boolean {
    if (this.#isOwner !== false) return true;
    const types = this.#of('actor-type');
    if (types.has('system') || types.has('anonymous')) return true;
    const ownerValues = this.#of('target-owner');
    if (this.#presence('target-owner') !== true && !ownerValues.areListed) return true;
    const only = ownerValues.only;
    return only === null || only !== this.#of('actor-id').only;
  }
}

const USER_TRAITS = TRAIT_NAMES.filter((name) => TRAITS[name].ofUsers);
