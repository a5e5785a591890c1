import { newPasswordProblem, type PasswordRules } from '@bailiwick/core';
import { passwordBlocklist } from './password-blocklist.js';
import { withoutServiceLinks } from './service-links.js';
import { VARIABLES, type Variable } from './variables.js';

type ValueOf<V> = V extends Variable<infer T> ? T : never;

/** The environment variables, parsed once. */
export type Config = { readonly [K in keyof typeof VARIABLES]: ValueOf<(typeof VARIABLES)[K]> };

export type Environment = Readonly<Record<string, string | undefined>>;

/** The environment is not valid. Every problem names its variable and says what would be right. */
export class ConfigError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

/** Reads the variables. An empty one counts as missing, as in shells and compose files. @throws {ConfigError} */
export function readConfig(env: Environment): Config {
  const given = withoutServiceLinks(env);
  const problems = unknownVariables(given);
  const values: Record<string, unknown> = {};
  for (const [key, variable] of Object.entries<Variable>(VARIABLES)) {
    const text = given[variable.name] || variable.fallback;
    const value = text === null ? null : variable.format.parse(text);
    if (value === undefined) problems.push(malformed(variable, text));
    values[key] = value;
  }
  const config = values as Config;
  if (problems.length === 0) problems.push(...contradictions(config));
  if (problems.length > 0) throw new ConfigError(problems);
  return Object.freeze(config);
}

/** Reports unknown variables, since a misspelt one would otherwise be ignored and its default would apply. */
function unknownVariables(env: Environment): string[] {
  const known = new Set(Object.values<Variable>(VARIABLES).map(({ name }) => name));
  const ours = [...known].filter((name) => name.startsWith('BAILIWICK_'));
  return Object.keys(env)
    .filter((name) => name.startsWith('BAILIWICK_') && !known.has(name))
    .toSorted()
    .map((name) => `${name} is not a variable of this server. The variables are: ${ours.join(', ')}.`);
}

function malformed({ name, format, secret }: Variable, text: string | null): string {
  const given = secret ? 'has an invalid value' : `cannot be ${JSON.stringify(text)}`;
  return `${name} ${given}. It must be ${format.expected}.`;
}

/** Finds values that are valid alone, but not together. */
function contradictions(config: Config): string[] {
  const { adminPassword, headersTimeoutMs, requestTimeoutMs } = config;
  const problems: string[] = [];
  const problem = adminPassword === null ? null : newPasswordProblem(adminPassword, passwordRulesOf(config));
  if (problem !== null) problems.push(`${VARIABLES.adminPassword.name} ${problem}`);
  if (headersTimeoutMs > requestTimeoutMs) {
    const { headersTimeoutMs: header, requestTimeoutMs: request } = VARIABLES;
    problems.push(`${header.name} is too long: it must be at most ${request.name}.`);
  }
  return problems;
}

/** Returns the password rules, which are the same for the first administrator as for all users. */
function passwordRulesOf({ passwordLengthMin, serviceName, adminEmail }: Config): PasswordRules {
  return { lengthMin: passwordLengthMin, serviceName, email: adminEmail, blocklist: passwordBlocklist };
}

/** Renders the variables as a Markdown table, for the documentation. */
export function renderConfigTable(): string {
  const rows = Object.values<Variable>(VARIABLES).map(({ name, fallback, format, meaning }) => {
    const byDefault = fallback ? `\`${fallback}\`` : 'none';
    return `| \`${name}\` | ${byDefault} | ${meaning} (${format.expected}) |`;
  });
  return ['| environment variable | default | meaning |', '|---|---|---|', ...rows, ''].join('\n');
}
