import openapiTs, { astToString } from 'openapi-typescript';

/**
 * Generates the types of a client for `openapi-fetch`. The generator needs the API of TypeScript 6, which 7 does not
 * have, so this package depends on a TypeScript of its own, beside the one that builds everything.
 */
export async function clientTypes(document: URL): Promise<string> {
  return astToString(await openapiTs(document));
}
