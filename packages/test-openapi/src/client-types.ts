import openapiTs, { astToString } from 'openapi-typescript';

/**
 * The types of a client for `openapi-fetch`. What makes them needs the API of TypeScript 6, which 7 does
 * not have: this package has a TypeScript of its own for it, beside the one that builds everything.
 */
export async function clientTypes(document: URL): Promise<string> {
  return astToString(await openapiTs(document));
}
