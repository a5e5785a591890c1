/** A covered component: its name and its value in this request. */
export type Component = readonly [name: string, value: string];

/**
 * Builds the text that is signed (RFC 9421 section 2.5): a line for each covered component, in the order of the
 * signature's list, and finally that list with its parameters.
 *
 * @example
 * const base = signatureBase([['@method', 'POST']], '("@method")');
 */
export function signatureBase(components: readonly Component[], signatureParams: string): string {
  const lines = [...components, ['@signature-params', signatureParams] as const];
  return lines.map(([name, value]) => `"${name}": ${value}`).join('\n');
}
