import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import type * as Ajv from 'ajv/dist/2020.js';
import type AjvFormats from 'ajv-formats';

/** An OpenAPI 3.1 document, as far as it is read here. */
export interface Document {
  readonly servers: readonly { readonly url: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly components: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly 'x-every-path'?: Readonly<Record<string, { readonly $ref?: string }>>;
}

export interface Schemas {
  /** What stands at a reference within the document. */
  resolve(reference: string): unknown;
  /** @throws {AssertionError} JSON that is none, or that the schema at the reference does not admit. */
  requireMatch(reference: string, json: string, at: string): void;
}

export function schemasOf(document: Document): Schemas {
  const { Ajv2020, addFormats } = loadAjv();
  // A document is more than a schema: only what stands in its schemas is known to JSON Schema.
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  // RFC 6531, as far as it can be told without asking a mail server.
  ajv.addFormat('idn-email', /^[^@\s]+@[^@\s]+$/);
  ajv.addSchema(document, 'document', undefined, false);
  const validators = new Map<string, Ajv.ValidateFunction>();

  function validatorOf(reference: string): Ajv.ValidateFunction {
    const validate = validators.get(reference) ?? ajv.compile({ $ref: `document${reference}` });
    validators.set(reference, validate);
    return validate;
  }

  return {
    resolve(reference) {
      const names = reference.slice('#/'.length).split('/');
      const found = names.reduce<unknown>((node, name) => {
        const key = decodeURIComponent(name).replaceAll('~1', '/').replaceAll('~0', '~');
        return (node as Record<string, unknown> | undefined)?.[key];
      }, document);
      assert(found !== undefined, `${reference} is not in the document`);
      return found;
    },
    requireMatch(reference, json, at) {
      const validate = validatorOf(reference);
      if (validate(JSON.parse(json))) return;
      assert.fail(`${at}: ${ajv.errorsText(validate.errors)} in ${json}`);
    },
  };
}

/** Not before the first answer: this is loaded with every test file, and most of them send no request. */
function loadAjv() {
  const require = createRequire(import.meta.url);
  const { Ajv2020 } = require('ajv/dist/2020.js') as typeof Ajv;
  const addFormats = require('ajv-formats') as typeof AjvFormats;
  return { Ajv2020, addFormats };
}
