import { parse } from 'content-type';

const MEDIA_TYPES = ['application/json', 'application/problem+json'];

/**
 * Does this `Accept` header allow JSON (RFC 9110 section 12.5.1)? The most specific range that matches a media type
 * decides. All parameters except `q` are ignored, because JSON has no variants; a `q` that is no number is ignored too.
 */
export function acceptsJson(header: string): boolean {
  if (header.trim() === '') return true;
  const ranges = rangesOf(header);
  for (const mediaType of MEDIA_TYPES) {
    const quality = ['*', '*/*', 'application/*', mediaType].reduce<number | undefined>(
      (found, range) => ranges.get(range) ?? found,
      undefined,
    );
    // A range for JSON also covers the JSON of a problem.
    if (quality !== undefined) return quality > 0;
  }
  return false;
}

/** Reads the quality of each range; of several equal ranges, the best one counts. */
export function rangesOf(header: string): ReadonlyMap<string, number> {
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
