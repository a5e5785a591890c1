/**
 * Finds a circle in a graph and returns its nodes in order, with the first one again at the end; `null` if there is
 * none.
 *
 * @param graph Maps each node to the nodes that it leads to.
 */
export function circleIn(graph) {
  const done = new Set();
  for (const node of graph.keys()) {
    const circle = circleFrom(graph, node, [], done);
    if (circle !== null) return circle;
  }
  return null;
}

function circleFrom(graph, node, path, done) {
  if (path.includes(node)) return [...path.slice(path.indexOf(node)), node];
  if (done.has(node)) return null;
  for (const next of graph.get(node) ?? []) {
    const circle = circleFrom(graph, next, [...path, node], done);
    if (circle !== null) return circle;
  }
  done.add(node);
  return null;
}
