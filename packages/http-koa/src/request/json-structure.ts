/** Deeper than any request of this API, and far from what a recursive function can take. */
const JSON_DEPTH_MAX = 32;

const TOKENS = /"(?:[^"\\]+|\\.)*"|[{}[\],:]/g;

/**
 * What is wrong with the structure of a JSON text that has been parsed already: nesting that is too deep,
 * or a member that stands twice in one object, of which `JSON.parse` silently keeps the last. Two readers
 * that keep different ones are how a check in front of a service is passed (RFC 8259 section 4).
 *
 * Since the text is known to be JSON, its strings and punctuation are enough to see both.
 */
export function jsonStructureProblem(text: string): string | null {
  // One entry for each open object or array; the names seen so far in an object.
  const open: (Set<string> | null)[] = [];
  let lastString = '';
  for (const [token] of text.matchAll(TOKENS)) {
    switch (token) {
      case '{':
      case '[':
        if (open.length === JSON_DEPTH_MAX)
          return `The body must not nest deeper than ${JSON_DEPTH_MAX} levels.`;
        open.push(token === '{' ? new Set() : null);
        break;
      case '}':
      case ']':
        open.pop();
        break;
      case ':': {
        const names = open.at(-1);
        const name: unknown = JSON.parse(lastString);
        if (typeof name !== 'string' || !names) break;
        if (names.has(name)) return 'The body must not have a member twice in one object.';
        names.add(name);
        break;
      }
      case ',':
        break;
      default:
        lastString = token;
    }
  }
  return null;
}
