import { newPasswordProblem, type PasswordRules } from '@bailiwick/core';
import { passwordBlocklist } from './password-blocklist.js';
import { VARIABLES, type Variable } from './variables.js';

type ValueOf<V> = V extends Variable<infer T> ? T : never;

/** What the environment says, parsed once. */
export type Config = { readonly [K in keyof typeof VARIABLES]: ValueOf<(typeof VARIABLES)[K]> };

export type Environment = Readonly<Record<string, string | undefined>>;

/** The environment cannot be used; every problem names its variable and says what would be right. */
export class ConfigError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

/** An empty variable counts as absent, since that is how shells and compose files leave one out. @throws {ConfigError} */
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

/**
 * Kubernetes tells every container in a namespace where the services of that namespace are, and Docker does so for
 * links (https://kubernetes.io/docs/concepts/services-networking/service/#environment-variables). A service whose name
 * begins with "bailiwick" would be taken for misspelt variables of ours. Their values tell them from those: nothing of
 * ours is a `tcp://` URL, and none of our names ends like the others.
 */
function withoutServiceLinks(env: Environment): Environment {
  return Object.fromEntries(Object.entries(env).filter(([name, value]) => !isServiceLink(name, value)));
}

function isServiceLink(name: string, value = ''): boolean {
  if (/^(tcp|udp|sctp):\/\//.test(value)) return /^BAILIWICK(_\w+)?_PORT(_\d+_(TCP|UDP|SCTP))?$/.test(name);
  return (
    /^BAILIWICK(_\w+)?_SERVICE_(HOST|PORT(_\w+)?)$/.test(name) ||
    /^BAILIWICK(_\w+)?_PORT_\d+_(TCP|UDP|SCTP)_(PROTO|PORT|ADDR)$/.test(name)
  );
}

/** A misspelt variable would otherwise be ignored in silence, and the default hold. */
function unknownVariables(env: Environment): string[] {
  const known = new Set(Object.values<Variable>(VARIABLES).map(({ name }) => name));
  const ours = [...known].filter((name) => name.startsWith('BAILIWICK_'));
  return Object.keys(env)
    .filter((name) => name.startsWith('BAILIWICK_') && !known.has(name))
    .toSorted()
    .map((name) => `${name} is not a variable of this server. There are: ${ours.join(', ')}.`);
}

function malformed({ name, format, secret }: Variable, text: string | null): string {
  const given = secret ? 'what it is set to' : JSON.stringify(text);
  return `${name} cannot be ${given}. It must be ${format.expected}.`;
}

/** What only shows when the values are seen together. */
function contradictions(config: Config): string[] {
  const { adminPassword, headersTimeoutMs, requestTimeoutMs } = config;
  const problems: string[] = [];
  const problem = adminPassword === null ? null : newPasswordProblem(adminPassword, passwordRulesOf(config));
  if (problem !== null) problems.push(`${VARIABLES.adminPassword.name} ${problem}`);
  if (headersTimeoutMs > requestTimeoutMs) {
    const { headersTimeoutMs: header, requestTimeoutMs: request } = VARIABLES;
    problems.push(`${header.name} cannot be longer than ${request.name}: it must be at most that.`);
  }
  return problems;
}

/** The rules for the password of the first administrator, which are those for everybody's. */
function passwordRulesOf({ passwordLengthMin, serviceName, adminEmail }: Config): PasswordRules {
  return { lengthMin: passwordLengthMin, serviceName, email: adminEmail, blocklist: passwordBlocklist };
}

/** The variables as a table in Markdown, for the documentation. */
export function renderConfigTable(): string {
  const rows = Object.values<Variable>(VARIABLES).map(({ name, fallback, format, meaning }) => {
    const byDefault = fallback ? `\`${fallback}\`` : 'none';
    return `| \`${name}\` | ${byDefault} | ${meaning} (${format.expected}) |`;
  });
  return ['| environment variable | default | meaning |', '|---|---|---|', ...rows, ''].join('\n');
}
