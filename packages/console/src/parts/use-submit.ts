import { useState } from 'preact/hooks';

interface Submission {
  /** For `onSubmit` of a form, or for a button. */
  readonly submit: (event?: Event) => void;
  readonly isBusy: boolean;
  /** Why the last attempt failed; what was typed stays. */
  readonly error: unknown;
}

/** Runs a command once at a time, and keeps its error to be shown beside what was typed. */
export function useSubmit(run: () => Promise<void>): Submission {
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const attempt = async () => {
    setBusy(true);
    // The message of the attempt before would read as that of this one.
    setError(null);
    try {
      await run();
    } catch (failure) {
      setError(failure);
    }
    setBusy(false);
  };
  return {
    submit: (event) => {
      event?.preventDefault();
      if (!isBusy) void attempt();
    },
    isBusy,
    error,
  };
}
