import { api, type AuditEvent, type DecisionQuestion, type Explanation } from '../../api/api.js';
import { useState } from 'preact/hooks';
import { send } from '../../api/send.js';
import { to } from '../../navigation.js';
import { CurlButton } from '../../parts/curl-button.js';
import { Figures, figuresIn, fullLevelIn } from '../../parts/figures.js';
import { Facts, Opened } from '../../parts/opened.js';
import { ProblemNote } from '../../parts/problem-note.js';
import type { RoomOwner } from '../../parts/room.js';
import { hrefOfOwner, OwnerLink } from '../../parts/owner-link.js';
import { useSubmit } from '../../parts/use-submit.js';
import { ReasonWords, RuleLink, Verdict } from '../../parts/verdict.js';
import { exactTime } from '../../relative-time.js';
import { actions } from '../../session.js';
import * as text from '../../text.js';

/** Why was it done or refused, and what leads on from there? */
export function OpenEvent({ event }: { readonly event: AuditEvent }) {
  const { actor, target, details, outcome, reason, requestId, count } = event;
  const { rule, quotas: _, ...others } = details;
  const figures = figuresIn(details);
  const question = questionOf(event);
  return (
    <Opened label={event.action}>
      {outcome === 'accepted' ? (
        <RuleLink name={reason} />
      ) : (
        <p>
          <strong>{text.auditWhy}</strong> <ReasonWords of={reason} />
        </p>
      )}
      {typeof rule === 'string' && <RuleLink name={rule} />}
      {figures.length > 0 && <Figures of={figures} />}
      <Facts
        facts={{
          [text.eventAt]: exactTime(new Date(event.at)),
          ...(count > 1 ? { [text.auditCount]: text.auditOften(count) } : {}),
          ...(actor.type === 'user'
            ? {
                [text.eventActor]: <Owner id={actor.id} name={actor.name} />,
                [text.auditCredential]: <code>{actor.credential}</code>,
              }
            : {}),
          ...(target.id === null
            ? {}
            : {
                [text.eventTarget]:
                  target.type === 'user' || target.type === 'group' ? (
                    <Owner id={target.id} {...target.owner} />
                  ) : (
                    <Id of={target.id} />
                  ),
              }),
          ...(target.ownerId === null || target.ownerId === target.id
            ? {}
            : { [text.resourceOwner]: <Owner id={target.ownerId} {...target.owner} /> }),
          ...Object.fromEntries(
            Object.entries(others).map(([name, value]) => [name, <Detail key={name} of={value} />]),
          ),
          ...(requestId === null ? {} : { [text.auditRequest]: <Id of={requestId} /> }),
          [text.auditId]: <Id of={event.id} />,
        }}
      />
      <Links event={event} />
      {question !== null && <DecideAgain question={question} owner={receiverOf(event)} />}
    </Opened>
  );
}

function Id({ of: id }: { readonly of: string }) {
  return <code class="id">{id}</code>;
}

interface OwnerProps {
  readonly id: string;
  readonly type?: string;
  readonly name?: string | null | undefined;
}

function Owner({ id, type, name }: OwnerProps) {
  return (
    <>
      {name !== null && name !== undefined && <OwnerLink id={id} type={type} name={name} />} <Id of={id} />
    </>
  );
}

/** What the command recorded, by whatever client: always text. */
function Detail({ of: value }: { readonly of: unknown }) {
  return <bdi dir="auto">{typeof value === 'string' ? value : JSON.stringify(value)}</bdi>;
}

/** To the page of each one that is named, and to everything else about them. */
function Links({ event: { actor, target, reason, details } }: { readonly event: AuditEvent }) {
  const owner = target.ownerId ?? (isOwner(target) ? target.id : null);
  const full = fullLevelIn(details);
  return (
    <nav class="commands" aria-label={text.auditLinks}>
      {actor.type === 'user' && <a href={to(`/users/${actor.id}`)}>{text.auditActorPage}</a>}
      {actor.type !== 'anonymous' && (
        <a href={to('/audit', { actor: actor.type === 'user' ? actor.id : actor.name })}>
          {text.auditByActor}
        </a>
      )}
      {full !== null && <a href={hrefOfOwner(full.id, full.type)}>{text.auditGiveMore(full.name)}</a>}
      {owner !== null && (
        <a href={hrefOfOwner(owner, target.owner?.type ?? 'user')}>
          {reason === 'quota-exceeded' && full === null ? text.auditOwnerLimits : text.auditOwnerPage}
        </a>
      )}
      {target.type === 'resource' && target.id !== null && reason !== 'quota-exceeded' && (
        <a href={to('/resources', { open: target.id })}>{text.auditResourcePage}</a>
      )}
      {target.id !== null && <a href={to('/audit', { target: target.id })}>{text.auditOnTarget}</a>}
      {target.type === 'user' && target.id !== null && (
        <a href={to('/audit', { actor: target.id })}>{text.auditByTarget}</a>
      )}
    </nav>
  );
}

interface DecideAgainProps {
  readonly question: DecisionQuestion;
  readonly owner: RoomOwner | null;
}

/** Would it be decided in the same way today? */
function DecideAgain({ question, owner }: DecideAgainProps) {
  const [answer, setAnswer] = useState<Explanation | null>(null);
  const request = api('post', '/decisions', { body: question });
  const { submit, isBusy, error } = useSubmit(async () => {
    const { body } = await send(request);
    setAnswer(body);
  });
  return (
    <>
      <div class="commands">
        <button type="button" disabled={isBusy} onClick={() => submit()}>
          {text.auditDecideAgain}
        </button>
        <CurlButton requests={[request]} />
      </div>
      <ProblemNote error={error} />
      {answer !== null && error === null && <Verdict of={answer} owner={owner} />}
    </>
  );
}

/** Whose room a create takes; `null` if the event was none, or the owner is gone. */
function receiverOf({ action, target: { owner } }: AuditEvent): RoomOwner | null {
  return action === 'resource:create' ? (owner ?? null) : null;
}

/** The question that the event answered; `null` if the policy was not asked about a user. */
function questionOf({ actor, action, target, details }: AuditEvent): DecisionQuestion | null {
  if (actor.type !== 'user' || !actions().includes(action)) return null;
  const credential = actor.credential.split(':')[0] as 'session' | 'password' | 'access-key';
  return { action, target: askedTarget(action, target, details), actor: { userId: actor.id, credential } };
}

function askedTarget(
  action: string,
  target: AuditEvent['target'],
  { kind }: AuditEvent['details'],
): DecisionQuestion['target'] {
  const { type, id, ownerId, owner } = target;
  if (action === 'resource:create' && ownerId !== null)
    return { type: 'resource', ownerId, ...(typeof kind === 'string' ? { kind } : {}) };
  if (type === 'resource' && id !== null) return { type: 'resource', id };
  const about = ownerId ?? (isOwner(target) ? id : null);
  if (about === null) return { type: 'platform' };
  const isOfGroup = type === 'group' || (owner?.type ?? 'user') !== 'user';
  return { type: isOfGroup ? 'group' : 'user', id: about };
}

function isOwner({ type }: AuditEvent['target']): boolean {
  return type === 'user' || type === 'group';
}
