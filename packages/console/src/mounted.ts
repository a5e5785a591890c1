const { path, api, session } = document.documentElement.dataset;

/** The path of the console, and the prefix of the API, which the page says. */
export const BASE = path ?? '/console';
export const API = api ?? '/v1';
/** The browser sent no cookie of a session with the request for the page. */
export const HAS_NO_SESSION = session === 'none';
