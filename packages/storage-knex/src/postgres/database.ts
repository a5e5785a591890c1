// What does the library need to know of PostgreSQL?
import type { DatabaseKind } from '../database-kind.js';
import { connectPostgres } from './connect.js';
import { postgresDialect } from './dialect.js';
import { postgresOperations } from './operations.js';
import { statementNames } from './statement-names.js';
import { TYPE_PARSERS } from './type-parsers.js';

export const postgres: DatabaseKind = {
  drivers: ['pg'],
  acceptsUrl: (url) => /^postgres(ql)?:\/\//.test(url) && URL.canParse(url),
  connect: connectPostgres,
  operations: postgresOperations,
  dialect(names, { preparedStatements }) {
    const nameOf = preparedStatements === true ? statementNames() : () => undefined;
    return {
      ...postgresDialect,
      names,
      driverOptions: (text) => ({ name: nameOf(text), types: TYPE_PARSERS }),
    };
  },
  // A server does not change behind its address without ending the connections.
  watch: () => ({ hasChanged: () => false }),
};
