import { parse } from 'content-type';

const MEDIA_TYPES = ['application/json', 'application/problem+json'];

/**
 * Does this `Accept` header admit JSON (RFC 9110 section 12.5.1)? Of the ranges that match a media type, the most
 * specific one decides. There is one JSON only, so that no parameter beside `q` tells one from another; a `q` that is no
 * number counts as none.
 */
export function acceptsJson(header: string): boolean {
  if (header.trim() === '') return true;
  const ranges = rangesOf(header);
  for (const mediaType of MEDIA_TYPES) {
    const quality = ['*', '*/*', 'application/*', mediaType].reduce<number | undefined>(
      (found, range) => ranges.get(range) ?? found,
      undefined,
    );
    // What is said of JSON itself also holds for the JSON of a problem.
    if (quality !== undefined) return quality > 0;
  }
  return false;
}

/** The quality of each range; the best of several equal ones. */
function rangesOf(header: string): ReadonlyMap<string, number> {
  const ranges = new Map<string, number>();
  for (let start = 0; start < header.length;) {
    const { type, parameters, index } = parse(header, { comma: true, start });
    ranges.set(type, Math.max(qualityOf(parameters['q']), ranges.get(type) ?? 0));
    start = index + 1;
  }
  return ranges;
}

const QUALITY = /^(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/;

function qualityOf(text = '1'): number {
  return QUALITY.test(text) ? Number(text) : 1;
}
