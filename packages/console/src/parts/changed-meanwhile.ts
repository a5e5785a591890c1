import { Problem } from '../api/problem.js';
import { refresh } from '../api/use-data.js';
import { text } from '../text.js';

/** Whoever does what cannot be merged should have seen the thing as it is: a changed one is looked at again first. */
export function explainConflict(error: unknown): never {
  if (error instanceof Problem && error.status === 412) {
    refresh();
    throw new Error(text.conflict.changedMeanwhile);
  }
  throw error;
}
