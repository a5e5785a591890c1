import type { DependencyContainer } from 'tsyringe';
import { readConfig, type Config } from '../config/config.js';
import { createContainer, disposeContainer } from '../container.js';
import { lostFile, missingFile, missingFolder } from '../config/sqlite-path.js';
import { CommandFailure } from './command-failure.js';

/**
 * Runs a command on the database that the environment names. It must exist, because a misspelt path would otherwise
 * create an empty database.
 */
export async function withContainer<T>(work: (container: DependencyContainer) => Promise<T>): Promise<T> {
  const config = readConfig(process.env);
  refuse(
    missingFolder(config.databaseUrl) ?? lostFile(config.databaseUrl) ?? missingFile(config.databaseUrl),
  );
  return onContainer(config, work);
}

/** Runs a command that creates the database if it does not exist. */
export async function withNewContainer<T>(work: (container: DependencyContainer) => Promise<T>): Promise<T> {
  const config = readConfig(process.env);
  refuse(missingFolder(config.databaseUrl) ?? lostFile(config.databaseUrl));
  return onContainer(config, work);
}

/** Runs a command, and always closes the pool afterwards. */
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
