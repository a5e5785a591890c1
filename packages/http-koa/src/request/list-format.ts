import { rangesOf } from './accepts-json.js';

/** The formats of streamed lists, besides pages in JSON. */
export type ListFormat = 'csv' | 'ndjson';

export const LIST_MEDIA_TYPES = { csv: 'text/csv', ndjson: 'application/x-ndjson' } as const;

/**
 * Returns the format that an `Accept` header asks for by its name and prefers to JSON (RFC 9110 section 12.5.1); `null`
 * for JSON. Ranges such as text/* mean JSON, since nobody gets a file without asking for one.
 */
export function listFormat(header: string): ListFormat | null {
  // Nearly no request names one of them.
  if (!/csv|ndjson/i.test(header)) return null;
  const ranges = rangesOf(header);
  const quality = (range: string) => ranges.get(range) ?? 0;
  const json = quality('application/json');
  const any = quality('*/*');
  const [csv, ndjson] = [quality(LIST_MEDIA_TYPES.csv), quality(LIST_MEDIA_TYPES.ndjson)];
  const best = Math.max(csv, ndjson);
  if (best === 0 || best <= json || best < any) return null;
  return csv >= ndjson ? 'csv' : 'ndjson';
}
