interface StepProps {
  readonly name: string;
  readonly what: string;
  /** Can it not be taken back? */
  readonly isFinal?: boolean;
  readonly isDisabled?: boolean;
  readonly act: () => void;
}

/** Something that can be done, and what it does. */
export function Step({ name, what, isFinal = false, isDisabled = false, act }: StepProps) {
  return (
    <section>
      <h2>{name}</h2>
      <p>{what}</p>
      <button type="button" class={isFinal ? 'danger' : undefined} disabled={isDisabled} onClick={act}>
        {name}
      </button>
    </section>
  );
}
