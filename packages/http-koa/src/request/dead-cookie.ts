/** A symbol that all copies of this package in a process share: the copy that renders an error may not have thrown it. */
const ENDING = Symbol.for('@bailiwick/http-koa/dead-cookie');

/** Notes, with the `Set-Cookie` that deletes it, that a 401 is about the session of a cookie. No log shows the note. */
export function withDeadCookie<E extends object>(error: E, setCookie: string): E {
  return Object.defineProperty(error, ENDING, { value: setCookie, configurable: true });
}

/** Returns the `Set-Cookie` for the answer to this error; `undefined` if it is not about a cookie. */
export function deadCookieOf(error: object): string | undefined {
  const noted: unknown = Reflect.get(error, ENDING);
  return typeof noted === 'string' ? noted : undefined;
}
