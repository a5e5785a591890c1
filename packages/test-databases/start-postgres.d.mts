/** A PostgreSQL server of one test run. */
export interface PostgresServer {
  readonly url: string;
  /** Kills the server, as the kernel would when memory runs out, and starts it again on the data that is left. */
  readonly crashAndRestart: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

export interface PostgresOptions {
  /** Committed data survives a crash of the machine, as it does in production. Default: `false`, which is faster */
  readonly isDurable?: boolean;
  /** Settings of the server by their names. */
  readonly settings?: Readonly<Record<string, string>>;
}

export function startPostgres(options?: PostgresOptions): Promise<PostgresServer>;

/** Finds a port of the loopback address that is free at this moment. */
export function freePort(): Promise<number>;
