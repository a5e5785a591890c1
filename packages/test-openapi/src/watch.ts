import { requireDocumented } from './hosts.js';
import { addViolation, takeViolations } from './violations.js';
import { watchConnections, type WatchedExchange } from './watch-connections.js';

export { takeViolations };

/** Holds every answer that this process receives against the document of its host. */
export function watch(): void {
  watchConnections(look);
}

/** For answers that another process receives: a browser. */
export function look(exchange: WatchedExchange): void {
  try {
    requireDocumented(exchange);
  } catch (error) {
    // Not thrown: in the middle of a socket that would end the process, databases and all.
    addViolation(error);
  }
}
