import { useEffect, useState } from 'preact/hooks';
import { api, type DecisionQuestion, type Explanation } from '../../api/api.js';
import { send } from '../../api/send.js';
import { go, here, to, useAddress } from '../../navigation.js';
import { CurlButton } from '../../parts/curl-button.js';
import { Field } from '../../parts/field.js';
import { idOf } from '../../parts/filters.js';
import { ProblemNote } from '../../parts/problem-note.js';
import type { RoomOwner } from '../../parts/room.js';
import { useSubmit } from '../../parts/use-submit.js';
import { Verdict } from '../../parts/verdict.js';
import { actions, kinds, useMe } from '../../session.js';
import { text } from '../../text.js';

const TARGETS = ['new', 'resource', 'user', 'group', 'platform'] as const;
/** These targets are named by their ids only. */
const BY_ID: ReadonlySet<string> = new Set(['resource', 'group']);
const CREDENTIALS = ['session', 'password', 'access-key'] as const;
type Query = Readonly<Record<string, string>>;

/** What would be decided? The question is the URL, so that it can be sent to somebody. */
export function Simulator() {
  const { query } = useAddress();
  const question = questionOf(query);
  // Another URL is another form: Back shows the question before.
  const key = ['who', 'as', 'unconfirmed', 'action', 'target', 'id', 'kind']
    .map((name) => query[name])
    .join('\n');
  return (
    <div class="side-by-side">
      <QuestionForm key={key} query={query} />
      {question !== null && <Answer key={JSON.stringify(question)} question={question} />}
    </div>
  );
}

function QuestionForm({ query }: { readonly query: Query }) {
  const me = useMe();
  const [who, setWho] = useState(query['who'] ?? me.email);
  const [as, setAs] = useState(query['as'] ?? 'session');
  const [isConfirmed, setConfirmed] = useState(query['unconfirmed'] === undefined);
  const [action, setAction] = useState(query['action'] ?? 'resource:create');
  const [target, setTarget] = useState(query['target'] ?? usualTarget(action));
  const [id, setId] = useState(query['id'] ?? '');
  const [kind, setKind] = useState(query['kind'] ?? kinds()[0] ?? '');
  const { submit, isBusy, error } = useSubmit(async () => {
    go(
      here({
        who: await knownId(who),
        as: as === 'session' ? null : as,
        unconfirmed: isConfirmed ? null : 'true',
        action,
        target,
        id: target === 'platform' ? null : await knownId(id),
        kind: target === 'new' && kinds().length > 1 ? kind : null,
      }),
    );
  });
  return (
    <form class="card" onSubmit={submit}>
      <ProblemNote error={error} />
      <Field label={text.policy.who} hint={text.policy.whoHint}>
        {(attributes) => <Words {...attributes} value={who} set={setWho} isRequired />}
      </Field>
      <Field label={text.policy.as}>
        {(attributes) => (
          <select {...attributes} value={as} onChange={(event) => setAs(event.currentTarget.value)}>
            {CREDENTIALS.map((credential) => (
              <option key={credential} value={credential}>
                {text.policy.credentials[credential]}
              </option>
            ))}
          </select>
        )}
      </Field>
      {as !== 'access-key' && (
        <label class="inline">
          <input
            type="checkbox"
            checked={isConfirmed}
            onChange={(event) => setConfirmed(event.currentTarget.checked)}
          />
          <span>{text.policy.confirmed}</span>
        </label>
      )}
      <Field label={text.decision.action}>
        {(attributes) => (
          <select
            {...attributes}
            value={action}
            onChange={({ currentTarget: { value } }) => {
              setAction(value);
              setTarget(usualTarget(value));
            }}
          >
            {actions().map((one) => (
              <option key={one}>{one}</option>
            ))}
          </select>
        )}
      </Field>
      <Field label={text.policy.target}>
        {(attributes) => (
          <select {...attributes} value={target} onChange={(event) => setTarget(event.currentTarget.value)}>
            {TARGETS.map((one) => (
              <option key={one} value={one}>
                {text.policy.targetTypes[one]}
              </option>
            ))}
          </select>
        )}
      </Field>
      {target !== 'platform' && (
        <Field
          label={
            target === 'group'
              ? text.policy.groupId
              : target === 'resource'
                ? text.policy.resourceId
                : text.policy.userId
          }
          hint={BY_ID.has(target) ? undefined : text.policy.userIdHint}
        >
          {(attributes) => <Words {...attributes} value={id} set={setId} isRequired={BY_ID.has(target)} />}
        </Field>
      )}
      {target === 'new' && kinds().length > 1 && (
        <Field label={text.resource.kind}>
          {(attributes) => (
            <select {...attributes} value={kind} onChange={(event) => setKind(event.currentTarget.value)}>
              {kinds().map((one) => (
                <option key={one}>{one}</option>
              ))}
            </select>
          )}
        </Field>
      )}
      <footer>
        <button type="submit" class="main" disabled={isBusy}>
          {text.policy.ask}
        </button>
      </footer>
    </form>
  );
}

function Words({
  value,
  set,
  isRequired,
  ...attributes
}: {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
  readonly value: string;
  readonly set: (value: string) => void;
  readonly isRequired: boolean;
}) {
  return (
    <input
      {...attributes}
      autocomplete="off"
      spellcheck={false}
      required={isRequired}
      value={value}
      onInput={(event) => set(event.currentTarget.value)}
    />
  );
}

function Answer({ question }: { readonly question: DecisionQuestion }) {
  const [answer, setAnswer] = useState<Explanation | null>(null);
  const [error, setError] = useState<unknown>(null);
  // Another question is another component, by its key.
  const [request] = useState(() => api('post', '/decisions', { body: question }));
  useEffect(() => {
    send(request).then(({ body }) => setAnswer(body), setError);
  }, [request]);
  const { action, actor } = question;
  return (
    <section class="part" aria-label={text.policy.answer}>
      <h2>{text.policy.answer}</h2>
      <ProblemNote error={error} />
      {answer !== null && <Verdict of={answer} owner={ownRoom(question)} />}
      <div class="commands">
        {actor !== undefined && (
          <a href={to(`/users/${actor.userId}`, { tab: 'decisions' })}>{text.policy.all}</a>
        )}
        {actor !== undefined && (
          <a href={to('/audit', { actor: actor.userId, action })}>{text.policy.attempts}</a>
        )}
        <CurlButton requests={[request]} />
      </div>
    </section>
  );
}

/** Of others, the id alone does not say whether they are users. */
function ownRoom({ action, actor, target: { ownerId } }: DecisionQuestion): RoomOwner | null {
  return action === 'resource:create' && ownerId !== undefined && ownerId === actor?.userId
    ? { id: ownerId, type: 'user' }
    : null;
}

/** The question in the URL; `null` while it is not complete. */
function questionOf(query: Query): DecisionQuestion | null {
  const { who, as, unconfirmed, action, target, id, kind } = query;
  if (who === undefined || action === undefined || target === undefined) return null;
  const actor = {
    userId: who,
    credential: CREDENTIALS.find((one) => one === as) ?? ('session' as const),
    ...(unconfirmed === undefined ? {} : { confirmed: false }),
  };
  const owner = id ?? who;
  if (target === 'platform') return { action, actor, target: { type: 'platform' } };
  if (target === 'user') return { action, actor, target: { type: 'user', id: owner } };
  if (target === 'resource' || target === 'group')
    return { action, actor, target: { type: target, id: id ?? '' } };
  return {
    action,
    actor,
    target: { type: 'resource', ownerId: owner, ...(kind === undefined ? {} : { kind }) },
  };
}

function usualTarget(action: string): (typeof TARGETS)[number] {
  if (action === 'resource:create') return 'new';
  if (action.startsWith('resource:')) return 'resource';
  if (/^(group|member):/.test(action)) return action === 'group:create' ? 'platform' : 'group';
  const isPlatform = /^(user:(create|list)|default-limit:|audit-event:|policy:|quota:(verify|repair))/.test(
    action,
  );
  return isPlatform ? 'platform' : 'user';
}

/** An id as it is; for an address, the id of its user. */
async function knownId(typed: string): Promise<string | null> {
  const wanted = typed.trim();
  if (!wanted.includes('@')) return wanted === '' ? null : wanted;
  const id = await idOf(wanted);
  if (id === null) throw new Error(text.filter.nobody(wanted));
  return id;
}
