/** The end of a UUIDv7 is random, so that it tells two apart; its beginning is the time. */
export function shortId(id: string): string {
  return `…${id.slice(-8)}`;
}
