// Which parts of a schema does a statement of a migration make, or grant to a role?

/** The endings of the names that PostgreSQL gives to constraints without one. */
const ENDINGS = { 'PRIMARY KEY': 'pkey', UNIQUE: 'key', REFERENCES: 'fkey', CHECK: 'check' } as const;
type ConstraintKind = keyof typeof ENDINGS;

/** A part of the schema, under the names that it has in the database. */
export interface SchemaPart {
  readonly kind:
    | 'TABLE'
    | 'INDEX'
    | 'FUNCTION'
    | 'DOMAIN'
    | 'VIEW'
    | 'TRIGGER'
    | 'COLUMN'
    | ConstraintKind
    | 'RIGHT';
  /** That of a column begins with its table, and that of a constraint is the one that PostgreSQL gives it. */
  readonly name: string;
  /** The table of a column, a constraint or a right. */
  readonly table?: string;
  /** The column, or the columns of a constraint, separated by commas. A right on a whole table has none. */
  readonly columns?: string;
  /** The privilege that the right grants, such as "INSERT". */
  readonly privilege?: string;
  /** The text that SQLite reports instead of the name of a CHECK. */
  readonly condition?: string;
}

/** Nested pairs of parentheses in the statements are not deeper. */
const DEPTH_MAX = 8;
const INSIDE = Array.from({ length: DEPTH_MAX }).reduce<string>(
  (deeper) => String.raw`(?:[^()]|\(${deeper}*\))`,
  '[^()]',
);
const COMMENT = /^\s*--.*$/gm;
const TABLE = new RegExp(String.raw`CREATE TABLE (\w+) \((${INSIDE}*)\)`);
const DEFINITION = new RegExp(String.raw`(?:[^,()]|\(${INSIDE}*\))+`, 'g');
const CONSTRAINT = new RegExp(
  String.raw`(?:CONSTRAINT (\w+) )?\b(PRIMARY KEY|UNIQUE|REFERENCES|CHECK)\b(?: \((${INSIDE}*)\))?`,
  'g',
);

/** Keywords are written in capitals, and names are not. `text` is a statement with the names of the database. */
export function schemaParts(text: string): SchemaPart[] {
  const statement = text.replaceAll(COMMENT, '');
  const [, kind = '', name = ''] =
    /^\s*CREATE (?:UNIQUE )?(TABLE|INDEX|FUNCTION|DOMAIN|VIEW|TRIGGER) (\w+)/.exec(statement) ?? [];
  if (kind === '') return rightsOf(statement);
  const part = { kind, name } as SchemaPart;
  switch (part.kind) {
    case 'TABLE':
      return [part, ...partsOfTable(statement)];
    case 'DOMAIN':
      return [part, { kind: 'CHECK', name: `${name}_check` }];
    case 'TRIGGER': {
      const [, condition] = /'CHECK constraint failed: (\w+)'/.exec(statement) ?? [];
      return [condition === undefined ? part : { ...part, condition }];
    }
    default:
      return [part];
  }
}

function rightsOf(statement: string): SchemaPart[] {
  const [, privileges = '', tables = ''] = /^\s*GRANT (.*) ON\s+([\w,\s]+)$/.exec(statement) ?? [];
  const rights = [...privileges.matchAll(/(\w+)(?: \(([\w, ]+)\))?/g)].flatMap(
    ([, privilege = '', columns]) =>
      columns === undefined
        ? [{ privilege, name: privilege }]
        : columns
            .split(', ')
            .map((column) => ({ privilege, columns: column, name: `${privilege} (${column})` })),
  );
  return [...tables.matchAll(/\w+/g)].flatMap(([table]) =>
    rights.map(({ name, ...right }): SchemaPart => ({
      ...right,
      kind: 'RIGHT',
      name: `${name} on ${table}`,
      table,
    })),
  );
}

function partsOfTable(statement: string): SchemaPart[] {
  const [, table = '', body = ''] = TABLE.exec(statement) ?? [];
  const definitions = [...body.matchAll(DEFINITION)].map(([definition]) => {
    const [, column] = /^\s*([a-z_]+) [a-zA-Z]/.exec(definition) ?? [];
    return { definition, column };
  });
  const columns = definitions.flatMap(({ column }) => column ?? []);
  const constraints = definitions.flatMap(({ definition, column }) =>
    [...definition.matchAll(CONSTRAINT)].map(([, given, word, inside = '']): SchemaPart => {
      const kind = word as ConstraintKind;
      const condition = asOneLine(inside);
      const over = columnsOf(kind, column, condition, columns);
      return { kind, name: given ?? impliedName(table, kind, over), table, columns: over.join(), condition };
    }),
  );
  return [
    ...columns.map((name): SchemaPart => ({
      kind: 'COLUMN',
      name: `${table}.${name}`,
      table,
      columns: name,
    })),
    ...constraints,
  ];
}

/** A CHECK is over all columns that its condition names, wherever it stands. */
function columnsOf(kind: ConstraintKind, column: string | undefined, inside: string, all: readonly string[]) {
  if (kind === 'CHECK') return all.filter((name) => new RegExp(String.raw`\b${name}\b`).test(inside));
  return column === undefined ? inside.split(', ') : [column];
}

export function asOneLine(condition: string): string {
  return condition.replaceAll(/\s+/g, ' ').trim();
}

/** The most characters of a name in PostgreSQL. */
const NAME_MAX = 63;

/**
 * PostgreSQL names the column of a constraint that has one, except of a primary key. It cuts the longer one of the table
 * and the column to make room, which is the table wherever it must.
 */
function impliedName(table: string, kind: ConstraintKind, columns: readonly string[]): string {
  const isNamed = kind !== 'PRIMARY KEY' && columns.length === 1;
  const ending = [...(isNamed ? columns : []), ENDINGS[kind]].map((name) => `_${name}`).join('');
  return table.slice(0, NAME_MAX - ending.length) + ending;
}
