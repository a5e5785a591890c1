import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import type * as Ajv from 'ajv/dist/2020.js';
import type AjvFormats from 'ajv-formats';

/** The parts of an OpenAPI 3.1 document that are read here. */
export interface Document {
  readonly servers: readonly { readonly url: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly components: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly 'x-every-path'?: Readonly<Record<string, { readonly $ref?: string }>>;
}

export interface Schemas {
  /** Returns the value at a reference within the document. */
  resolve(reference: string): unknown;
  /** @throws {AssertionError} if the JSON does not match the schema at the reference. */
  requireMatch(reference: string, json: string, at: string): void;
}

/** Compiles the schemas of a document, each on first use. */
export function schemasOf(document: Document): Schemas {
  const { Ajv2020, addFormats } = loadAjv();
  // The document also has keywords that JSON Schema does not know, so strict mode is off.
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  // RFC 6531, as far as it can be checked without asking a mail server.
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

/** Loads Ajv on first use: every test file loads this module, but most of them send no request. */
function loadAjv() {
  const require = createRequire(import.meta.url);
  const { Ajv2020 } = require('ajv/dist/2020.js') as typeof Ajv;
  const addFormats = require('ajv-formats') as typeof AjvFormats;
  return { Ajv2020, addFormats };
}
