import {
  ACTION_NAME_LENGTH_MAX,
  ATTRIBUTE_NAME_LENGTH_MAX,
  POLICY_ID_LENGTH_MAX,
  RULE_NAME_LENGTH_MAX,
} from '../limits.js';
import type { Problem } from '../commands/problems.js';

/** Characters that cannot be seen: controls, line ends, zero-width and blank characters, lone surrogates. */
const INVISIBLE = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;

/** Most names consist of these characters, which are checked much faster. */
const VISIBLE_ASCII = /^[ -~]*$/;

function isVisible(text: string): boolean {
  return VISIBLE_ASCII.test(text) || !INVISIBLE.test(text);
}

/** People read the names of rules, so two names that look alike must be the same name. */
export function ruleNameProblem(value: unknown): Problem {
  if (typeof value !== 'string') return 'must be a string.';
  if (value.trim() === '') return 'must not be empty: every decision is explained by the name of a rule.';
  if (value.length > RULE_NAME_LENGTH_MAX) return `must have at most ${RULE_NAME_LENGTH_MAX} characters.`;
  if (!isVisible(value)) return 'must hold visible characters and spaces only.';
  return value === value.trim() ? null : 'must not begin or end with a space.';
}

const ACTION_NAME = /^[A-Za-z0-9_.-]+(:[A-Za-z0-9_.-]+)+$/;

export function actionNameProblem(value: unknown): Problem {
  if (typeof value === 'string' && value.length <= ACTION_NAME_LENGTH_MAX && ACTION_NAME.test(value))
    return null;
  return `must be an action such as "database:restart", of letters, digits, "_", "." and "-", with at most ${ACTION_NAME_LENGTH_MAX} characters.`;
}

const ATTRIBUTE_NAME = /^[\p{L}_][\p{L}\p{M}\p{N}_.-]*$/u;

/** The name must be in composed form (NFC), because attributes are looked up by exactly this name. */
export function attributeNameProblem(value: unknown): Problem {
  const isName =
    typeof value === 'string' &&
    value.length <= ATTRIBUTE_NAME_LENGTH_MAX &&
    ATTRIBUTE_NAME.test(value) &&
    value === value.normalize('NFC');
  if (isName) return null;
  return `must start with a letter and hold at most ${ATTRIBUTE_NAME_LENGTH_MAX} letters, digits, "_", "." or "-", in Unicode's composed form.`;
}

/** An id must be text that storages and databases accept. */
export function policyIdProblem(value: unknown): Problem {
  const isId =
    typeof value === 'string' && value !== '' && value.length <= POLICY_ID_LENGTH_MAX && isVisible(value);
  return isId ? null : `must be an id: 1 to ${POLICY_ID_LENGTH_MAX} visible characters.`;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** UUIDs are stored in lower case; other ids are kept as they are. */
export function canonicalId(id: string): string {
  return UUID.test(id) ? id.toLowerCase() : id;
}
