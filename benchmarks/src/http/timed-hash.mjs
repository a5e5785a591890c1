/** Times every hash, whose time varies a lot, so that it can be subtracted from the login (`usage` of `serve.mjs`). */
export function timedCheck(hasher) {
  return async (...attempt) => {
    const start = performance.now();
    const found = await hasher.check(...attempt);
    performance.measure('hash', { start });
    return found;
  };
}
