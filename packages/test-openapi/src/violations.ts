let violations: unknown[] = [];

export function addViolation(error: unknown): void {
  violations.push(error);
}

/** What was noticed so far, and not taken yet. */
export function takeViolations(): readonly unknown[] {
  const taken = violations;
  violations = [];
  return taken;
}
