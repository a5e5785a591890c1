let violations: unknown[] = [];

/** Keeps a violation until {@link takeViolations} returns it. */
export function addViolation(error: unknown): void {
  violations.push(error);
}

/** Returns the violations since the last call. */
export function takeViolations(): readonly unknown[] {
  const taken = violations;
  violations = [];
  return taken;
}
