/**
 * One circle of a graph, as its nodes in order, the first of them once more at the end; `null`: there is none.
 *
 * @param graph node → the nodes that it leads to
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
