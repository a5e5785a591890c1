import type { DependencyContainer } from 'tsyringe';
import { readConfig } from '../config.js';
import { createContainer, disposeContainer } from '../container.js';

/** Runs a command on the container that the environment describes, and closes its pool in any case. */
export async function withContainer<T>(work: (container: DependencyContainer) => Promise<T>): Promise<T> {
  const container = createContainer(readConfig(process.env));
  try {
    return await work(container);
  } finally {
    await disposeContainer(container);
  }
}
