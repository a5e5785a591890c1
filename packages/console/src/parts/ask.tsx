import { Fragment, type ComponentChildren } from 'preact';
import { Store, useStore } from '../store.js';

/** Ends the question; `null` stands for a dialog that was closed without an answer. */
export type Close<T> = (answer: T | null) => void;

interface Question {
  readonly id: number;
  readonly drawing: ComponentChildren;
}

const questions = new Store<readonly Question[]>([]);
let latestId = 0;

/**
 * Opens a dialog and resolves to what somebody chose in it.
 *
 * @example
 * const isSure = await ask<true>((close) => <ConfirmDialog close={close} />);
 */
export function ask<T>(draw: (close: Close<T>) => ComponentChildren): Promise<T | null> {
  return new Promise((resolve) => {
    latestId += 1;
    const id = latestId;
    const close: Close<T> = (answer) => {
      questions.set(questions.value.filter((question) => question.id !== id));
      resolve(answer);
    };
    questions.set([...questions.value, { id, drawing: draw(close) }]);
  });
}

/** Draws the open dialogs, above everything else. */
export function Questions() {
  return (
    <>
      {useStore(questions).map(({ id, drawing }) => (
        <Fragment key={id}>{drawing}</Fragment>
      ))}
    </>
  );
}
