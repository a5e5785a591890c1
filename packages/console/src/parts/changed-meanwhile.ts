import { Problem } from '../api/problem.js';
import { refresh } from '../api/use-data.js';
import * as text from '../text.js';

/** An action that cannot be merged is for somebody who has seen the thing as it is. After a change, they look at it again first. */
export function explainConflict(error: unknown): never {
  if (error instanceof Problem && error.status === 412) {
    refresh();
    throw new Error(text.conflictChangedMeanwhile);
  }
  throw error;
}
