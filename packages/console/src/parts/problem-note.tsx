import { Problem } from '../api/problem.js';
import * as text from '../text.js';
import { Figures, figuresIn } from './figures.js';
import { OwnerLink } from './owner-link.js';

/** One sentence about an error: the API's own where there is one. */
export function explain(error: unknown): string {
  return error instanceof Error ? error.message : text.problemUnknown;
}

interface ProblemNoteProps {
  readonly error: unknown;
  /** The pointers whose complaints are shown beside their fields. */
  readonly fields?: readonly string[] | undefined;
}

/** What the server said, with the page that explains it. */
export function ProblemNote({ error, fields }: ProblemNoteProps) {
  if (error === null || error === undefined) return null;
  if (!(error instanceof Problem)) {
    return (
      <div class="note bad" role="alert">
        <p>{explain(error)}</p>
      </div>
    );
  }
  const levels = figuresIn(error.members).filter(({ owner }) => owner !== undefined);
  // `last-owner` names the groups that would be without one.
  const groups = (error.members['groups'] ?? []) as readonly { readonly id: string; readonly name: string }[];
  const others = error.errors.filter(({ pointer }) => fields?.includes(pointer) !== true);
  return (
    <div class="note bad" role="alert">
      <p>
        <strong>{error.title}.</strong> {error.detail !== error.title && error.detail}
      </p>
      {/* Without https, browsers send neither `Sec-Fetch-Site` nor the cookie of a session. */}
      {error.code === 'cross-site-request' && (
        <p>{isSecureContext ? text.problemFromElsewhere : text.problemNeedsHttps}</p>
      )}
      {groups.map((group) => (
        <p key={group.id}>
          <OwnerLink {...group} type="group" isAside />
        </p>
      ))}
      {levels.length > 0 && <Figures of={levels} isAside />}
      {others.length > 0 && (
        <ul>
          {others.map(({ pointer, detail }) => (
            <li key={pointer}>
              <code>{pointer}</code> {detail}
            </li>
          ))}
        </ul>
      )}
      {error.page !== null && (
        <p>
          <a href={error.page} target="_blank" rel="noreferrer">
            {text.problemPage}
          </a>
        </p>
      )}
    </div>
  );
}
