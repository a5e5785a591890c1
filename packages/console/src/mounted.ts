const { path, api } = document.documentElement.dataset;

/** The path of the console, and the prefix of the API, which the page says. */
export const BASE = path ?? '/console';
export const API = api ?? '/v1';
