import { RULE_SEARCH_STEPS_MAX } from '../limits.js';
import type { TargetShape } from './action.js';
import type { Formula, Junction } from './formula.js';
import { World } from './world.js';

/** The choices that are still open, the next one first. */
interface Agenda {
  readonly choice: Junction | null;
  readonly rest: Agenda | null;
}

/** A choice that was made, with what is needed to make it differently. */
interface Made {
  readonly choice: Junction;
  readonly rest: Agenda | null;
  readonly mark: number;
  next: number;
  part: Formula;
}

/** The part that was chosen of each `any`. */
type Chosen = Map<Junction, Formula>;

/** A literal contradicts the assumptions. */
const CONFLICT: Agenda = { choice: null, rest: null };

/** For most formulas, the first parts that can be chosen are a solution. Only the others are worth looking ahead. */
const QUICK_STEPS = 20_000;

/** The search took more steps than its budget allows. */
export class TooIntricateError extends Error {}

/** The steps that one question may take. */
export class Budget {
  #left: number;

  constructor(steps: number = RULE_SEARCH_STEPS_MAX) {
    this.#left = steps;
  }

  get left(): number {
    return this.#left;
  }

  spend(steps: number): void {
    this.#left -= steps;
    if (this.#left < 0) throw new TooIntricateError();
  }
}

/** Can the formula be true for any actor and any target of this shape? @throws {TooIntricateError} */
export function canBeTrue(formula: Formula, shape: TargetShape, budget: Budget): boolean {
  return worldsOf(formula, shape).some((makeWorld) => new Search(makeWorld(), budget).find(formula) !== null);
}

/** A formula that asks for the owner or for members is tried twice, for owners and for others; every other one once. */
function worldsOf(formula: Formula, shape: TargetShape): readonly (() => World)[] {
  if (!asksForOwner(formula)) return [() => new World(shape, null)];
  const others = () => new World(shape, false);
  return shape.owned === false ? [others] : [() => new World(shape, true), others];
}

function asksForOwner(formula: Formula): boolean {
  if (formula.type === 'literal') return formula.atom.type === 'owner' || formula.atom.type === 'member';
  if (formula.type !== 'all' && formula.type !== 'any') return false;
  for (const part of formula.parts) if (asksForOwner(part)) return true;
  return false;
}

/**
 * A part of an `any` that can never be true where it stands, whatever the shape; `null` when every one can.
 * @throws {TooIntricateError}
 */
export function deadWay(formula: Formula, shapes: readonly TargetShape[], budget: Budget): Formula | null {
  const ways = waysOf(formula);
  if (ways.length === 0) return null;
  const open = new Set<Formula>();
  for (const shape of shapes) {
    for (const makeWorld of worldsOf(formula, shape)) {
      if (open.size === ways.length) return null;
      new WayMarker(formula, makeWorld, budget, open).mark();
    }
  }
  return ways.find((way) => !open.has(way)) ?? null;
}

/** Every part of every `any`. */
function waysOf(formula: Formula, ways: Formula[] = []): readonly Formula[] {
  if (formula.type !== 'all' && formula.type !== 'any') return ways;
  for (const part of formula.parts) {
    if (formula.type === 'any') ways.push(part);
    waysOf(part, ways);
  }
  return ways;
}

/**
 * Chooses one part of each `any` so that no two literals contradict each other, and backtracks when they do: the
 * algorithm of Davis, Putnam, Logemann and Loveland. It keeps its own stack, since there can be thousands of choices.
 */
class Search {
  readonly #world: World;
  readonly #budget: Budget;
  /** The choices that are fixed in advance. */
  readonly #forced: ReadonlyMap<Junction, Formula>;
  #made: Made[] = [];

  constructor(world: World, budget: Budget, forced: ReadonlyMap<Junction, Formula> = new Map()) {
    this.#world = world;
    this.#budget = budget;
    this.#forced = forced;
  }

  /** Finds choices that make the formula true under the assumptions, or `null`. The world is left unchanged. */
  find(formula: Formula): Chosen | null {
    const mark = this.#world.mark;
    const stopAt = this.#budget.left - QUICK_STEPS;
    let found = this.#choose(formula, stopAt);
    this.#world.back(mark);
    if (found === null) {
      found = this.#choose(formula, null);
      this.#world.back(mark);
    }
    return found === true ? new Map(this.#made.map(({ choice, part }) => [choice, part])) : null;
  }

  /** Returns `null` if the budget fell to `stopAt` first. Without `stopAt`, choices with one part left go first. */
  #choose(formula: Formula, stopAt: number | null): boolean | null {
    this.#made = [];
    let agenda = this.#assume(formula, null);
    while (agenda !== null) {
      if (stopAt !== null && this.#budget.left < stopAt) return null;
      if (agenda === CONFLICT) {
        const made = this.#made.at(-1);
        if (made === undefined) return false;
        agenda = this.#chooseNext(made);
      } else {
        if (stopAt === null) agenda = this.#takeForced(agenda);
        if (agenda === null || agenda === CONFLICT || agenda.choice === null) continue;
        this.#open(agenda.choice, agenda.rest);
        agenda = CONFLICT;
      }
    }
    return true;
  }

  #open(choice: Junction, rest: Agenda | null): void {
    this.#made.push({ choice, rest, mark: this.#world.mark, next: 0, part: choice });
  }

  #chooseNext(made: Made): Agenda | null {
    this.#world.back(made.mark);
    const forced = this.#forced.get(made.choice);
    const part = forced === undefined ? made.choice.parts[made.next] : made.next === 0 ? forced : undefined;
    if (part === undefined) {
      this.#made.pop();
      return CONFLICT;
    }
    made.next += 1;
    made.part = part;
    return this.#assume(part, made.rest);
  }

  /** Makes all choices that have one open part, before those that have several. */
  #takeForced(agenda: Agenda): Agenda | null {
    let current: Agenda | null = agenda;
    for (let hasChanged = true; hasChanged;) {
      hasChanged = false;
      let open: Agenda | null = null;
      for (let next: Agenda | null = current; next !== null; next = next.rest) {
        const choice: Junction | null = next.choice;
        if (choice === null) continue;
        const parts = this.#openParts(choice);
        const [part] = parts;
        if (part === undefined) return CONFLICT;
        if (parts.length > 1) {
          open = { choice, rest: open };
          continue;
        }
        // Backtracking has no alternative to try here.
        this.#made.push({ choice, rest: null, mark: this.#world.mark, next: choice.parts.length, part });
        open = this.#assume(part, open);
        if (open === CONFLICT) return CONFLICT;
        hasChanged = true;
      }
      current = open;
    }
    return current;
  }

  /** Returns at most two open parts, since the caller only needs to know whether there is one. */
  #openParts(choice: Junction): readonly Formula[] {
    const forced = this.#forced.get(choice);
    if (forced !== undefined) return [forced];
    const open: Formula[] = [];
    for (const part of choice.parts) {
      const mark = this.#world.mark;
      if (this.#assume(part, null) !== CONFLICT) open.push(part);
      this.#world.back(mark);
      if (open.length > 1) break;
    }
    return open;
  }

  #assume(formula: Formula, agenda: Agenda | null): Agenda | null {
    return assume(this.#world, this.#budget, formula, agenda);
  }
}

/** Assumes all literals and puts the choices on the agenda. */
function assume(world: World, budget: Budget, formula: Formula, agenda: Agenda | null): Agenda | null {
  switch (formula.type) {
    case 'always':
      return agenda;
    case 'never':
      return CONFLICT;
    case 'any':
      return { choice: formula, rest: agenda };
    case 'literal':
      budget.spend(world.costOf(formula));
      return world.assume(formula) ? agenda : CONFLICT;
    case 'all': {
      let extended = agenda;
      for (const part of formula.parts) {
        extended = assume(world, budget, part, extended);
        if (extended === CONFLICT) return CONFLICT;
      }
      return extended;
    }
  }
}

/**
 * Finds the parts of each `any` that can be true where they stand, in one kind of world. It finds one solution; a
 * part is open if it can replace the chosen part there with everything else unchanged. Only for a part that cannot,
 * it searches for another solution.
 */
class WayMarker {
  readonly #formula: Formula;
  readonly #makeWorld: () => World;
  readonly #world: World;
  readonly #budget: Budget;
  readonly #open: Set<Formula>;
  #chosen: Chosen = new Map();

  constructor(formula: Formula, makeWorld: () => World, budget: Budget, open: Set<Formula>) {
    this.#formula = formula;
    this.#makeWorld = makeWorld;
    this.#world = makeWorld();
    this.#budget = budget;
    this.#open = open;
  }

  mark(): void {
    const chosen = new Search(this.#world, this.#budget).find(this.#formula);
    if (chosen === null) return;
    this.#chosen = chosen;
    this.#markWithin(this.#formula, new Map());
  }

  /** Marks the parts of a formula for which a solution was chosen. `path` holds the parts that lead to it. */
  #markWithin(formula: Formula, path: Chosen): void {
    const mark = this.#world.mark;
    const choices = choicesOf(assume(this.#world, this.#budget, formula, null));
    if (choices.length > 0) this.#markAmong(choices, path);
    this.#world.back(mark);
  }

  /** Checks each choice with all others made, in n log n steps, by making half of them at a time. */
  #markAmong(choices: readonly Junction[], path: Chosen): void {
    const [only] = choices;
    if (choices.length === 1 && only !== undefined) return this.#markParts(only, path);
    const half = choices.length >> 1;
    const halves = [choices.slice(0, half), choices.slice(half)] as const;
    for (const [here, there] of [halves, [halves[1], halves[0]] as const]) {
      const mark = this.#world.mark;
      for (const choice of there) this.#assumeChosen(choice);
      this.#markAmong(here, path);
      this.#world.back(mark);
    }
  }

  #markParts(choice: Junction, path: Chosen): void {
    for (const part of choice.parts) {
      const isLeaf = part.type !== 'all' && part.type !== 'any';
      if (isLeaf && this.#open.has(part)) continue;
      const found = new Search(this.#world, this.#budget).find(part);
      if (found !== null) this.#open.add(part);
      if (found !== null && isLeaf) continue;
      const way = new Map(path).set(choice, part);
      for (const [inner, chosen] of found ?? []) this.#chosen.set(inner, chosen);
      if (found === null) this.#markByItself(part, way);
      else this.#markWithin(part, way);
    }
  }

  /** Searches for a solution that contains this part. */
  #markByItself(part: Formula, way: Chosen): void {
    const isOpen = new Search(this.#makeWorld(), this.#budget, way).find(this.#formula) !== null;
    if (!isOpen) return;
    this.#open.add(part);
    const inner = part.type === 'all' ? part.parts : [part];
    for (const choice of inner) {
      if (choice.type !== 'any') continue;
      for (const next of choice.parts) this.#markByItself(next, new Map(way).set(choice, next));
    }
  }

  #assumeChosen(choice: Junction): void {
    const part = this.#chosen.get(choice);
    if (part === undefined) return;
    for (const inner of choicesOf(assume(this.#world, this.#budget, part, null))) this.#assumeChosen(inner);
  }
}

function choicesOf(agenda: Agenda | null): readonly Junction[] {
  const choices: Junction[] = [];
  for (let next = agenda; next !== null; next = next.rest)
    if (next.choice !== null) choices.push(next.choice);
  return choices;
}
