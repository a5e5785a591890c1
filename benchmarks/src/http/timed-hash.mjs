/** So that a login can be told from its hash, of which two take times that are far apart: `usage` of `serve.mjs`. */
export function timedCheck(hasher) {
  return async (...attempt) => {
    const start = performance.now();
    const found = await hasher.check(...attempt);
    performance.measure('hash', { start });
    return found;
  };
}
