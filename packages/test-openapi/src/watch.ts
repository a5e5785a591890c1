import { requireDocumented } from './hosts.js';
import { addViolation, takeViolations } from './violations.js';
import { watchConnections, type WatchedExchange } from './watch-connections.js';

export { takeViolations };

/** Compares every answer that this process receives with the document of its host. */
export function watch(): void {
  watchConnections(look);
}

/** Checks an answer that another process received, such as a browser. */
export function look(exchange: WatchedExchange): void {
  try {
    requireDocumented(exchange);
  } catch (error) {
    // An error thrown in the middle of a socket would end the process and its databases.
    addViolation(error);
  }
}
