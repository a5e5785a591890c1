/** The end of a UUIDv7 is random, so that it tells two apart; its beginning is the time. Names stay as they are. */
export function shortId(id: string): string {
  return /^[\da-f-]{36}$/.test(id) ? `…${id.slice(-8)}` : id;
}
