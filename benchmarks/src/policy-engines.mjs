// The same rules for each engine, set up as its documentation recommends. Each function returns (request) => boolean.
import { createMongoAbility, subject } from '@casl/ability';
import { newEnforcer, newModelFromString, StringAdapter } from 'casbin';

const OWNER_ACTIONS = ['resource:create', 'resource:read', 'resource:update', 'resource:delete'];
const ACCOUNT_ACTIONS = [
  'user:read',
  'user:change-password',
  'user:change-email',
  'session:read',
  'session:revoke',
  'quota:read',
];
const OPERATOR_ACTIONS = ['resource:read', 'resource:update'];

export function bailiwick(policy) {
  return ({ actor, action, target }) => policy.decide(actor, action, target).allowed;
}

/** The code that one would write for these rules only, if they never changed. */
export function handWritten() {
  const own = new Set([...OWNER_ACTIONS, ...ACCOUNT_ACTIONS]);
  return ({ actor, action, target }) => {
    if (actor.type === 'system') return true;
    if (actor.type !== 'user' || actor.status === 'disabled') return false;
    if (actor.role === 'admin') return true;
    return target.ownerId === actor.id && own.has(action);
  };
}

/** Keeps one ability for each user; targets carry their subject type, as CASL requires. */
export function casl(kinds) {
  const abilities = new Map();
  const subjects = new Map();
  return ({ actor, action, target }) => {
    let ability = abilities.get(actor);
    if (ability === undefined) abilities.set(actor, (ability = createMongoAbility(caslRules(actor, kinds))));
    let tagged = subjects.get(target);
    if (tagged === undefined) subjects.set(target, (tagged = subject('Target', { ...target })));
    return ability.can(action, tagged);
  };
}

function caslRules(actor, kinds) {
  if (actor.type !== 'user' || actor.status === 'disabled') return [];
  if (actor.role === 'admin') return [{ action: 'manage', subject: 'all' }];
  const own = {
    action: [...OWNER_ACTIONS, ...ACCOUNT_ACTIONS],
    subject: 'Target',
    conditions: { ownerId: actor.id },
  };
  const operated = kinds
    .filter((kind) => actor.role === `op-${kind}`)
    .map((kind) => ({ action: OPERATOR_ACTIONS, subject: 'Target', conditions: { kind } }));
  return [own, ...operated];
}

export async function casbin(kinds) {
  const model = newModelFromString(`
[request_definition]
r = sub, act, obj
[policy_definition]
p = role, act, own, kind
[policy_effect]
e = some(where (p.eft == allow))
[matchers]
m = r.sub.status == "active" && (p.role == "*" || p.role == r.sub.role) && (p.act == "*" || p.act == r.act) && (p.own == "*" || r.obj.ownerId == r.sub.id) && (p.kind == "*" || p.kind == r.obj.kind)
`);
  const lines = [
    'p, admin, *, *, *',
    ...[...OWNER_ACTIONS, ...ACCOUNT_ACTIONS].map((action) => `p, *, ${action}, own, *`),
    ...kinds.flatMap((kind) => OPERATOR_ACTIONS.map((action) => `p, op-${kind}, ${action}, *, ${kind}`)),
  ];
  const enforcer = await newEnforcer(model, new StringAdapter(lines.join('\n')));
  return ({ actor, action, target }) => enforcer.enforceSync(actor, action, target);
}

export async function cedar(kinds) {
  const { preparsePolicySet, statefulIsAuthorized } = await import('@cedar-policy/cedar-wasm/nodejs');
  const list = (actions) => actions.map((action) => `Action::"${action}"`).join(', ');
  const policies = [
    'permit (principal, action, resource) when { principal.role == "admin" };',
    `permit (principal, action in [${list([...OWNER_ACTIONS, ...ACCOUNT_ACTIONS])}], resource) when { resource.ownerId == principal.userId };`,
    'forbid (principal, action, resource) when { principal.status == "disabled" };',
    ...kinds.map(
      (kind) =>
        `permit (principal, action in [${list(OPERATOR_ACTIONS)}], resource) when { principal.role == "op-${kind}" && resource.kind == "${kind}" };`,
    ),
  ];
  const name = `rules-${kinds.length}`;
  const parsed = preparsePolicySet(name, { staticPolicies: policies.join('\n') });
  if (parsed.type !== 'success') throw new Error(JSON.stringify(parsed));
  return ({ actor, action, target }) => {
    const principal = { type: 'User', id: actor.id };
    const resource = { type: 'Target', id: 'target' };
    const answer = statefulIsAuthorized({
      principal,
      action: { type: 'Action', id: action },
      resource,
      context: {},
      preparsedPolicySetId: name,
      entities: [
        { uid: principal, attrs: { userId: actor.id, role: actor.role, status: actor.status }, parents: [] },
        { uid: resource, attrs: { ownerId: target.ownerId ?? '', kind: target.kind ?? '' }, parents: [] },
      ],
    });
    return answer.type === 'success' && answer.response.decision === 'allow';
  };
}
