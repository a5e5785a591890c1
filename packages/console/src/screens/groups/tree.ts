interface Node {
  readonly id: string;
  readonly parentId: string | null;
}

/** A group in its place: how many of the groups above it are on the same page. */
export type InTree<Group> = Group & { readonly depth: number };

/** Puts each group below the one that it lies in, if that is on the page too; the others stand at the top. */
export function inTree<Group extends Node>(groups: readonly Group[]): readonly InTree<Group>[] {
  const ids = new Set(groups.map(({ id }) => id));
  const below = Map.groupBy(groups, ({ parentId }) =>
    parentId !== null && ids.has(parentId) ? parentId : '',
  );
  const walk = (parent: string, depth: number): InTree<Group>[] =>
    (below.get(parent) ?? []).flatMap((group) => [{ ...group, depth }, ...walk(group.id, depth + 1)]);
  return walk('', 0);
}
