import { object, ValidationError, type ObjectShape } from 'yup';

/** A longer list would only make the answer larger than the request. */
export const NAMES_TOLD_MAX = 100;

export const UNKNOWN_MEMBER = 'unknown-member';

/**
 * Makes the schema of an object with these members and no others. Unlike yup's `noUnknown`, which names all unknown
 * members in one sentence, it reports each of them as an error of its own. `elsewhere` says of other names what to do
 * instead.
 */
export function closedObject<Fields extends ObjectShape>(
  fields: Fields,
  elsewhere: ReadonlyMap<string, string> = new Map(),
) {
  const known = Object.keys(fields);
  const allowed =
    known.length === 0
      ? 'there are none here'
      : `the known names are ${known.map((name) => `"${name}"`).join(', ')}`;
  const wrongType = 'must be a JSON object.';
  return object(fields)
    .typeError(wrongType)
    .nonNullable(wrongType)
    .test(UNKNOWN_MEMBER, (value, { path }) => {
      const unknown = Object.keys(value ?? {}).filter((name) => !known.includes(name));
      const errors = unknown
        .slice(0, NAMES_TOLD_MAX)
        .map((name) => unknownMember(path, name, `must be left out: ${elsewhere.get(name) ?? allowed}.`));
      return errors.length === 0 || new ValidationError(errors);
    });
}

function unknownMember(path: string, name: string, detail: string): ValidationError {
  const error = new ValidationError(detail, undefined, path, UNKNOWN_MEMBER, true);
  error.params = { name };
  return error;
}
