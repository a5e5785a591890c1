import { useEffect, useState } from 'preact/hooks';
import {
  api,
  type ApiRequest,
  type DecisionQuestion,
  type Explanation,
  type NamedOwner,
} from '../../api/api.js';
import { send } from '../../api/send.js';
import { go, here, to, useAddress } from '../../navigation.js';
import { CurlButton } from '../../parts/curl-button.js';
import { userIdOf } from '../../parts/filters.js';
import { OwnerField, ownerOf } from '../../parts/owner-field.js';
import { ProblemNote } from '../../parts/problem-note.js';
import { ChoiceField, TextField } from '../../parts/text-field.js';
import { Verdict } from '../../parts/verdict.js';
import { actions, kinds, useMe } from '../../session.js';
import * as text from '../../text.js';

const TARGETS = ['new', 'resource', 'user', 'group', 'platform'] as const;
const CREDENTIALS = ['session', 'password', 'access-key'] as const;
type Query = Readonly<Record<string, string>>;

/** What would be decided? The question is the URL, so that it can be sent to somebody. */
export function Simulator() {
  const { query } = useAddress();
  // Another URL is another form: Back shows the question before.
  const key = ['who', 'as', 'unconfirmed', 'action', 'target', 'id', 'kind']
    .map((name) => query[name])
    .join('\n');
  return (
    <div class="side-by-side">
      <QuestionForm key={key} query={query} />
      {query['who'] !== undefined && query['target'] !== undefined && (
        <Answer key={`${key}?`} query={query} />
      )}
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
  const submit = (event: Event) => {
    event.preventDefault();
    go(
      here({
        who: who.trim(),
        as: as === 'session' ? null : as,
        unconfirmed: isConfirmed ? null : 'true',
        action,
        target,
        id: target === 'platform' ? null : id.trim(),
        kind: target === 'new' && kinds().length > 1 ? kind : null,
      }),
    );
  };
  return (
    <form class="card" onSubmit={submit}>
      <TextField label={text.policyWho} hint={text.policyWhoHint} value={who} write={setWho} />
      <ChoiceField
        label={text.policyAs}
        options={CREDENTIALS.map((one) => [one, text.policyCredentials[one]] as const)}
        value={as}
        write={setAs}
      />
      {as !== 'access-key' && (
        <label class="inline">
          <input
            type="checkbox"
            checked={isConfirmed}
            onChange={(event) => setConfirmed(event.currentTarget.checked)}
          />
          <span>{text.policyConfirmed}</span>
        </label>
      )}
      <ChoiceField
        label={text.decisionAction}
        options={actions()}
        value={action}
        write={(value) => {
          setAction(value);
          setTarget(usualTarget(value));
        }}
      />
      <ChoiceField
        label={text.policyTarget}
        options={TARGETS.map((one) => [one, text.policyTargetTypes[one]] as const)}
        value={target}
        write={setTarget}
      />
      {target === 'resource' && <TextField label={text.policyResourceId} value={id} write={setId} />}
      {isOwner(target) && (
        <OwnerField
          label={target === 'group' ? text.navGroup : text.policyUserId}
          hint={target === 'group' ? undefined : text.policyOwnerHint}
          isOptional={target !== 'group'}
          value={id}
          write={setId}
        />
      )}
      {target === 'new' && kinds().length > 1 && (
        <ChoiceField label={text.resourceKind} options={kinds()} value={kind} write={setKind} />
      )}
      <footer>
        <button type="submit" class="main">
          {text.policyAsk}
        </button>
      </footer>
    </form>
  );
}

interface Asked {
  readonly request: ApiRequest<Explanation>;
  readonly answer: Explanation;
  readonly actorId: string;
  /** Whose room a create would take. */
  readonly receiver: NamedOwner | null;
}

/** Another question is another component, by its key. */
function Answer({ query }: { readonly query: Query }) {
  const [asked, setAsked] = useState<Asked | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [question] = useState(query);
  useEffect(() => {
    decide(question).then(setAsked, setError);
  }, [question]);
  return (
    <section class="part" aria-label={text.policyAnswer}>
      <h2>{text.policyAnswer}</h2>
      <ProblemNote error={error} />
      {asked !== null && (
        <>
          <Verdict of={asked.answer} owner={asked.receiver} />
          <div class="commands">
            <a href={to(`/users/${asked.actorId}`, { tab: 'decisions' })}>{text.policyAll}</a>
            <a href={to('/audit', { actor: asked.actorId, action: question['action'] })}>
              {text.policyAttempts}
            </a>
            <CurlButton requests={[asked.request]} />
          </div>
        </>
      )}
    </section>
  );
}

/** Finds whoever is named in the question, and asks it. */
async function decide(query: Query): Promise<Asked> {
  const { who = '', as, unconfirmed, action = '', target = '', id = '' } = query;
  const actorId = await userIdOf(who);
  const own = { id: actorId, type: 'user', name: who };
  const owner = isOwner(target) && id !== '' ? await ownerOf(id) : own;
  const actor = {
    userId: actorId,
    credential: CREDENTIALS.find((one) => one === as) ?? ('session' as const),
    ...(unconfirmed === undefined ? {} : { confirmed: false }),
  };
  const request = api('post', '/decisions', { body: { action, actor, target: targetOf(query, owner) } });
  const { body: answer } = await send(request);
  return {
    request,
    answer,
    actorId,
    receiver: action === 'resource:create' && target === 'new' ? owner : null,
  };
}

function targetOf({ target, id = '', kind }: Query, owner: NamedOwner): DecisionQuestion['target'] {
  if (target === 'platform') return { type: 'platform' };
  if (target === 'resource') return { type: 'resource', id };
  if (target === 'new')
    return { type: 'resource', ownerId: owner.id, ...(kind === undefined ? {} : { kind }) };
  return { type: owner.type === 'user' && target !== 'group' ? 'user' : 'group', id: owner.id };
}

/** Are these targets the owners, or something of theirs? */
function isOwner(target: string): boolean {
  return target !== 'resource' && target !== 'platform';
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
