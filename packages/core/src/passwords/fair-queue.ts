import type { HashShare } from './password-hasher.js';

/** Either subgroups, or, at the end of a share, members: the first came first. */
class Group<Member> {
  size = 0;
  readonly members: Member[] = [];
  /** In the order of their turns. */
  readonly subgroups = new Map<Name, Group<Member>>();
}

/** The group of those whose share ends here: no name is the same. */
const END = Symbol('end');

type Name = string | typeof END;

/**
 * A bounded queue of which every group has its share, and every group within it. Groups take turns, and a full
 * queue makes room for a newcomer by dropping the last who came from the largest group, unless that would be the
 * newcomer. So a group alone may have the whole queue, and however many come from it, those of other groups lose neither
 * their places nor more than every other turn to it.
 *
 * A walk of a queue costs as many steps as there are groups waiting, which is nothing beside a hash.
 */
export class FairQueue<Member> {
  readonly #root = new Group<Member>();
  readonly #sizeMax: number;

  constructor(sizeMax: number) {
    this.#sizeMax = sizeMax;
  }

  get size(): number {
    return this.#root.size;
  }

  /** Whether a newcomer would get a place, an empty one or that of somebody whose group has more. */
  hasRoom(share: HashShare): boolean {
    if (this.size < this.#sizeMax) return true;
    let group: Group<Member> | undefined = this.#root;
    for (const name of pathOf(share)) {
      const own: Group<Member> | undefined = group?.subgroups.get(name);
      const sizeWithNewcomer = (own?.size ?? 0) + 1;
      for (const { size } of group?.subgroups.values() ?? []) if (size > sizeWithNewcomer) return true;
      group = own;
    }
    return false;
  }

  /** Adds one for whom there is room; returns the one who lost the place. */
  add(share: HashShare, member: Member): Member | undefined {
    let group = this.#root;
    group.size += 1;
    for (const name of pathOf(share)) {
      const subgroup = group.subgroups.get(name) ?? new Group<Member>();
      group.subgroups.set(name, subgroup);
      subgroup.size += 1;
      group = subgroup;
    }
    group.members.push(member);
    return this.size > this.#sizeMax ? this.#dropFromLargest(share) : undefined;
  }

  /** Takes out whose turn it is. */
  next(): Member | undefined {
    let group = this.#root;
    if (group.size === 0) return undefined;
    group.size -= 1;
    for (let first = firstOf(group); first !== undefined; first = firstOf(group)) {
      const [name, subgroup] = first;
      // To the end of the line of its kind, unless this was its last.
      group.subgroups.delete(name);
      if ((subgroup.size -= 1) > 0) group.subgroups.set(name, subgroup);
      group = subgroup;
    }
    return group.members.shift();
  }

  #dropFromLargest(newcomer: HashShare): Member | undefined {
    let group = this.#root;
    group.size -= 1;
    for (let level = 0; group.subgroups.size > 0; level += 1) {
      // Nobody loses a place to an equal.
      let name: Name = newcomer[level] ?? END;
      for (const [other, { size }] of group.subgroups)
        if (size > (group.subgroups.get(name)?.size ?? 0)) name = other;
      const largest = group.subgroups.get(name);
      if (largest === undefined) break;
      if ((largest.size -= 1) === 0) group.subgroups.delete(name);
      group = largest;
    }
    return group.members.pop();
  }
}

function pathOf(share: HashShare): readonly Name[] {
  return [...share, END];
}

function firstOf<Member>(group: Group<Member>): [Name, Group<Member>] | undefined {
  const [first] = group.subgroups;
  return first;
}
