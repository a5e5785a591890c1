import type { HashShare } from './password-hasher.js';

/** A group with subgroups or, at the end of a share, with items in the order of their arrival. */
class Group<Item> {
  size = 0;
  readonly items: Item[] = [];
  /** The subgroups, in the order of their turns. */
  readonly subgroups = new Map<Name, Group<Item>>();
}

/** The name of the group of items whose share ends here, which equals no other name. */
const END = Symbol('end');

type Name = string | typeof END;

/**
 * A bounded queue with a fair share for every group, and for every group within a group. Groups take turns, and a full
 * queue makes room for a newcomer by dropping the latest item of the largest group, unless that would be the
 * newcomer. So a group may fill the whole queue while it is alone, but however many items it has, other groups lose
 * neither their places nor more than every other turn to it.
 *
 * Each operation takes as many steps as there are waiting groups, which is negligible beside a hash.
 */
export class FairQueue<Item> {
  readonly #root = new Group<Item>();
  readonly #sizeMax: number;

  constructor(sizeMax: number) {
    this.#sizeMax = sizeMax;
  }

  get size(): number {
    return this.#root.size;
  }

  /** Would a newcomer get a place, either an empty one or that of a item of a larger group? */
  hasRoom(share: HashShare): boolean {
    if (this.size < this.#sizeMax) return true;
    let group: Group<Item> | undefined = this.#root;
    for (const name of pathOf(share)) {
      const own: Group<Item> | undefined = group?.subgroups.get(name);
      const sizeWithNewcomer = (own?.size ?? 0) + 1;
      for (const { size } of group?.subgroups.values() ?? []) if (size > sizeWithNewcomer) return true;
      group = own;
    }
    return false;
  }

  /** Adds a item for which there is room, and returns the item that lost its place, if any. */
  add(share: HashShare, item: Item): Item | undefined {
    let group = this.#root;
    group.size += 1;
    for (const name of pathOf(share)) {
      const subgroup = group.subgroups.get(name) ?? new Group<Item>();
      group.subgroups.set(name, subgroup);
      subgroup.size += 1;
      group = subgroup;
    }
    group.items.push(item);
    return this.size > this.#sizeMax ? this.#dropFromLargest(share) : undefined;
  }

  /** Removes and returns the item whose turn it is. */
  next(): Item | undefined {
    let group = this.#root;
    if (group.size === 0) return undefined;
    group.size -= 1;
    for (let first = firstOf(group); first !== undefined; first = firstOf(group)) {
      const [name, subgroup] = first;
      // The group moves behind the other groups of its level, unless this was its last item.
      group.subgroups.delete(name);
      if ((subgroup.size -= 1) > 0) group.subgroups.set(name, subgroup);
      group = subgroup;
    }
    return group.items.shift();
  }

  #dropFromLargest(newcomer: HashShare): Item | undefined {
    let group = this.#root;
    group.size -= 1;
    for (let level = 0; group.subgroups.size > 0; level += 1) {
      // No group loses a place to a newcomer of an equally large group.
      let name: Name = newcomer[level] ?? END;
      for (const [other, { size }] of group.subgroups)
        if (size > (group.subgroups.get(name)?.size ?? 0)) name = other;
      const largest = group.subgroups.get(name);
      if (largest === undefined) break;
      if ((largest.size -= 1) === 0) group.subgroups.delete(name);
      group = largest;
    }
    return group.items.pop();
  }
}

function pathOf(share: HashShare): readonly Name[] {
  return [...share, END];
}

function firstOf<Item>(group: Group<Item>): [Name, Group<Item>] | undefined {
  const [first] = group.subgroups;
  return first;
}
