import { hash } from 'node:crypto';

/** Makes a strong validator (RFC 9110 section 8.8.3) of an answer: equal tags mean equal bytes. */
export function entityTag(body: object): string {
  return entityTagOf(JSON.stringify(body));
}

/** Makes the tag of a JSON answer from its text. */
export function entityTagOf(text: string): string {
  return `"${hash('sha256', text, 'base64url')}"`;
}

/** Compares strongly, for `If-Match` (RFC 9110 section 13.1.1): a weak tag never matches. */
export function ifMatchNames(header: string, tag: string): boolean {
  return isAny(header) || tagsOf(header).includes(tag);
}

/** Compares weakly, for `If-None-Match` (RFC 9110 section 13.1.2). */
export function ifNoneMatchNames(header: string, tag: string): boolean {
  return isAny(header) || tagsOf(header).some((given) => given.replace(/^W\//, '') === tag);
}

export function namesWeakTagsOnly(header: string): boolean {
  const tags = tagsOf(header);
  return tags.length > 0 && tags.every((tag) => tag.startsWith('W/'));
}

/** Does the header match every version? */
function isAny(header: string): boolean {
  return header.trim() === '*';
}

function tagsOf(header: string): readonly string[] {
  return header.match(/(?:W\/)?"[^"]*"/g) ?? [];
}
