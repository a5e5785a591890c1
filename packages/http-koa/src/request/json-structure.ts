/** Deeper than any request of this API, and far below the depth that recursive functions can handle. */
const JSON_DEPTH_MAX = 32;

/**
 * The most members and items of a body together. The largest request of this API has a few dozen; validating a million
 * unknown members took 15 seconds, in which no other request was served.
 */
const JSON_MEMBERS_MAX = 10_000;

/** Enough of a name to recognise it. */
const NAME_SHOWN_LENGTH_MAX = 64;

const QUOTE = '"'.charCodeAt(0);
const BACKSLASH = '\\'.charCodeAt(0);
const COLON = ':'.charCodeAt(0);
const COMMA = ','.charCodeAt(0);
const [OPENING_BRACE, OPENING_BRACKET] = ['{', '['].map((text) => text.charCodeAt(0));
const [CLOSING_BRACE, CLOSING_BRACKET] = ['}', ']'].map((text) => text.charCodeAt(0));

/**
 * Finds a problem in the structure of a JSON text: nesting that is too deep, too many members, or a repeated member in
 * one object, of which `JSON.parse` silently keeps the last. If two readers keep different ones, a request can bypass a
 * check in front of the service (RFC 8259 section 4).
 *
 * It runs before the text is parsed, so that no objects are built from a million members. It takes one pass and uses no
 * regular expression, which would store a backtracking position for each character of a string. It does not validate
 * the text; that is left to the parser.
 */
export function jsonStructureProblem(text: string): string | null {
  const open: Set<string>[] = [];
  let members = 0;
  let lastString = '';
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      const end = endOfString(text, at);
      lastString = text.slice(at, end);
      at = end - 1;
    } else if (code === OPENING_BRACE || code === OPENING_BRACKET) {
      if (open.length === JSON_DEPTH_MAX) return `must not nest deeper than ${JSON_DEPTH_MAX} levels.`;
      open.push(new Set());
    } else if (code === CLOSING_BRACE || code === CLOSING_BRACKET) {
      open.pop();
    } else if (code === COMMA) {
      members += 1;
      if (members >= JSON_MEMBERS_MAX) return `must not have more than ${JSON_MEMBERS_MAX} members.`;
    } else if (code === COLON) {
      const names = open.at(-1);
      const name = unescaped(lastString);
      if (names?.has(name)) return `must not have the member ${shown(name)} twice in one object.`;
      names?.add(name);
    }
  }
  return null;
}

/** Returns the position after the closing quote, or the end of the text if there is none. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) return at + 1;
    if (code === BACKSLASH) at += 1;
  }
  return text.length;
}

/** Resolves escapes, so that all spellings of a name are equal. The parser will report an invalid string. */
function unescaped(string: string): string {
  if (!string.includes('\\')) return string.slice(1, -1);
  try {
    return String(JSON.parse(string));
  } catch {
    return string;
  }
}

function shown(name: string): string {
  return JSON.stringify(name.slice(0, NAME_SHOWN_LENGTH_MAX));
}
