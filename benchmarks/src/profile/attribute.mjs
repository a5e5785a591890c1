// Adds up a CPU profile by package, by module of ours and by function.

const NODE = 'Node.js';
const OUTSIDE = 'Node.js, outside of JavaScript: sockets, event loop';
const COLLECTOR = 'garbage collection';
const BENCHMARK = 'benchmark';

/**
 * Returns the shares of the thread's busy time that each package, module and function took. `self` is its own code;
 * `called` includes Node.js and native code that it called.
 */
export function attribute({ nodes, samples, timeDeltas }) {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  for (const node of nodes) for (const child of node.children ?? []) byId.get(child).parent = node;
  const tally = { packages: new Map(), modules: new Map(), functions: new Map() };
  let busyUs = 0;
  for (const [index, id] of samples.entries()) {
    const node = byId.get(id);
    const us = timeDeltas[index];
    if (node.callFrame.functionName === '(idle)') continue;
    const own = placeOf(node);
    const caller = own.isNode ? callerOf(node) : own;
    // Starting and ending the profile is not part of serving.
    if (caller.package === BENCHMARK) continue;
    busyUs += us;
    add(tally.packages, own.package, 'self', us);
    add(tally.packages, caller.package, 'called', us);
    add(tally.functions, own.function, 'self', us);
    if (own.module !== null) add(tally.modules, own.module, 'self', us);
    if (caller.module !== null) add(tally.modules, caller.module, 'called', us);
  }
  return Object.fromEntries(Object.entries(tally).map(([name, map]) => [name, shares(map, busyUs)]));
}

function add(map, name, column, us) {
  const entry = map.get(name) ?? { self: 0, called: 0 };
  entry[column] += us;
  map.set(name, entry);
}

function shares(map, busyUs) {
  return [...map].map(([name, { self, called }]) => ({
    name,
    self: self / busyUs,
    called: called / busyUs,
  }));
}

/** Returns the nearest caller outside Node.js, or Node.js itself if there is none. */
function callerOf(node) {
  for (let caller = node.parent; caller !== undefined; caller = caller.parent) {
    const place = placeOf(caller);
    if (!place.isNode) return place;
  }
  return placeOf(node);
}

function placeOf(node) {
  return (node.place ??= findPlace(node.callFrame));
}

function findPlace({ functionName, url, lineNumber }) {
  if (functionName === '(program)' || functionName === '(root)') return outside(OUTSIDE);
  if (functionName === '(garbage collector)') return outside(COLLECTOR);
  const name = functionName === '' ? '(anonymous)' : functionName;
  if (url === '') return { package: `${NODE}: native functions`, isNode: true, module: null, function: name };
  if (url.startsWith('node:')) {
    return { package: nodePackage(url), isNode: true, module: null, function: `${name}, ${url}` };
  }
  const module = moduleOf(url);
  const isOurs = /^(?:@bailiwick|the server)/.test(module);
  return {
    package: module.startsWith('@') ? module.split('/').slice(0, 2).join('/') : module.split('/')[0],
    isNode: false,
    module: isOurs ? module : null,
    function: `${name}, ${module}:${lineNumber + 1}`,
  };
}

function outside(name) {
  return { package: name, isNode: false, module: null, function: name };
}

function nodePackage(url) {
  if (/http/.test(url)) return `${NODE}: http`;
  if (/net|stream/.test(url)) return `${NODE}: sockets and streams`;
  if (/async|task_queues|timers|promises/.test(url)) return `${NODE}: promises, timers and contexts`;
  if (/crypto/.test(url)) return `${NODE}: crypto`;
  return `${NODE}: other modules`;
}

/** Returns `@bailiwick/core/cursors.js`, `the server/app.js`, or the path within an installed package. */
function moduleOf(url) {
  const installed = url.split('/node_modules/').at(-1);
  if (installed !== url) return installed;
  const [, name, path] = /\/packages\/([^/]+)\/dist\/(.+)$/.exec(url) ?? [];
  if (name !== undefined) return `@bailiwick/${name}/${path}`;
  return url
    .replace(/^.*\/examples\/server\/dist\//, 'the server/')
    .replace(/^.*\/benchmarks\//, `${BENCHMARK}/`);
}
