import { hash } from 'node:crypto';

/** A strong validator (RFC 9110 section 8.8.3) of what is answered: the same tag, the same bytes. */
export function entityTag(body: object): string {
  return entityTagOf(JSON.stringify(body));
}

/** Of the JSON that is answered. */
export function entityTagOf(text: string): string {
  return `"${hash('sha256', text, 'base64url')}"`;
}

/** Strong comparison, for `If-Match` (RFC 9110 section 13.1.1): a weak tag never matches. */
export function ifMatchNames(header: string, tag: string): boolean {
  return isAny(header) || tagsOf(header).includes(tag);
}

/** Weak comparison, for `If-None-Match` (RFC 9110 section 13.1.2). */
export function ifNoneMatchNames(header: string, tag: string): boolean {
  return isAny(header) || tagsOf(header).some((given) => given.replace(/^W\//, '') === tag);
}

export function namesWeakTagsOnly(header: string): boolean {
  const tags = tagsOf(header);
  return tags.length > 0 && tags.every((tag) => tag.startsWith('W/'));
}

/** `*` matches whatever there is. */
function isAny(header: string): boolean {
  return header.trim() === '*';
}

function tagsOf(header: string): readonly string[] {
  return header.match(/(?:W\/)?"[^"]*"/g) ?? [];
}
