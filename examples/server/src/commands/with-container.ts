import type { DependencyContainer } from 'tsyringe';
import { readConfig, type Config } from '../config/config.js';
import { createContainer, disposeContainer } from '../container.js';
import { missingFile, missingFolder } from '../config/sqlite-place.js';
import { CommandFailure } from './command-failure.js';

/**
 * Runs a command on the database that the environment names, which must be there: a misspelt path would
 * otherwise become an empty database.
 */
export async function withContainer<T>(work: (container: DependencyContainer) => Promise<T>): Promise<T> {
  const config = readConfig(process.env);
  refuse(missingFolder(config.databaseUrl) ?? missingFile(config.databaseUrl));
  return onContainer(config, work);
}

/** The same for a command that makes the database. */
export async function withNewContainer<T>(work: (container: DependencyContainer) => Promise<T>): Promise<T> {
  const config = readConfig(process.env);
  refuse(missingFolder(config.databaseUrl));
  return onContainer(config, work);
}

/** Closes the pool in any case. */
async function onContainer<T>(
  config: Config,
  work: (container: DependencyContainer) => Promise<T>,
): Promise<T> {
  const container = createContainer(config);
  try {
    return await work(container);
  } finally {
    await disposeContainer(container);
  }
}

function refuse(problem: string | null): void {
  if (problem !== null) throw new CommandFailure(problem);
}
