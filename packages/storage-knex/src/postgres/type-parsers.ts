// How are the texts that PostgreSQL sends read?

/** "boolean" and "integer" in PostgreSQL's catalog of types, which never change. */
const BOOLEAN = 16;
const INTEGER = 23;

/**
 * Most texts stay as they are, since the readers of `stored-values.ts` take text. A host may have changed the parsers
 * that `pg` uses by default.
 */
export const TYPE_PARSERS = {
  getTypeParser: (type: number) => {
    if (type === BOOLEAN) return (text: string) => text === 't';
    return type === INTEGER ? Number : (text: string) => text;
  },
};
