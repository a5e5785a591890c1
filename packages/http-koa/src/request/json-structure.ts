/** Deeper than any request of this API, and far from what a recursive function can take. */
const JSON_DEPTH_MAX = 32;

/**
 * Members and items of one body, together. The largest request of this API has a few dozen; validating a million
 * unknown ones took 15 seconds, in which nobody else was served.
 */
const JSON_MEMBERS_MAX = 10_000;

/** Enough of a name to find it. */
const NAME_SHOWN_LENGTH_MAX = 64;

const QUOTE = '"'.charCodeAt(0);
const BACKSLASH = '\\'.charCodeAt(0);
const COLON = ':'.charCodeAt(0);
const COMMA = ','.charCodeAt(0);
const [OPENING_BRACE, OPENING_BRACKET] = ['{', '['].map((text) => text.charCodeAt(0));
const [CLOSING_BRACE, CLOSING_BRACKET] = ['}', ']'].map((text) => text.charCodeAt(0));

/**
 * What is wrong with the structure of a JSON text: nesting that is too deep, more members than any request has, or
 * a member that stands twice in one object, of which `JSON.parse` silently keeps the last. Two readers that keep
 * different ones are how a check in front of a service is passed (RFC 8259 section 4).
 *
 * It is asked before the text is parsed, so that nothing is made of a million members. One pass over the text, and no
 * regular expression, which would keep a place to come back to for each character of a string. Of a text that is
 * no JSON it says whatever it comes across: the parser says the rest.
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

/** Behind the closing quote, or behind the text when there is none. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) return at + 1;
    if (code === BACKSLASH) at += 1;
  }
  return text.length;
}

/** Two spellings of one name are one name. What is no JSON string is left as it is, for the parser to complain of. */
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
