/** The `Set-Cookie` headers with which browsers forget the cookie of a session that has ended, by the error. */
const ENDINGS = new WeakMap<object, string>();

/** Notes that a 401 is about the session of a cookie. */
export function withDeadCookie<E extends object>(error: E, setCookie: string): E {
  ENDINGS.set(error, setCookie);
  return error;
}

/** Returns the `Set-Cookie` for the answer to this error; `undefined` if it is not about a cookie. */
export function deadCookieOf(error: object): string | undefined {
  return ENDINGS.get(error);
}
