/** Markup, as opposed to text that still has to be escaped. */
export class Html {
  readonly #markup: string;

  constructor(markup: string) {
    this.#markup = markup;
  }

  toString(): string {
    return this.#markup;
  }
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Builds markup from a template, and escapes every value that is not markup already. */
export function html(literals: TemplateStringsArray, ...values: readonly (Html | string | number)[]): Html {
  return new Html(String.raw({ raw: literals }, ...values.map(escaped)));
}

export function join(parts: readonly Html[]): Html {
  return new Html(parts.map(String).join('\n'));
}

function escaped(value: Html | string | number): string {
  if (value instanceof Html) return value.toString();
  return String(value).replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}
