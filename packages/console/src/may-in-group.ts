import { useEffect, useState } from 'preact/hooks';
import { api } from './api/api.js';
import { sendBatch } from './api/batch.js';
import { may, mayAsMember } from './session.js';

/** The actions that the page of a group offers. */
const ACTIONS = [
  'group:create',
  'group:update',
  'group:move',
  'group:delete',
  'quota:set',
  'member:set',
  'member:remove',
  'resource:create',
] as const;

type ActionInGroup = (typeof ACTIONS)[number];

/**
 * May the user who is signed in do this in the group? Whoever may do it everywhere needs not ask; for members, it depends
 * on the group, and one request asks about everything.
 */
export function useMayIn(groupId: string): (action: ActionInGroup) => boolean {
  const [allowed, setAllowed] = useState<ReadonlySet<string>>(new Set());
  const isOpen = ACTIONS.some((action) => !may(action, 'foreign') && mayAsMember(action));
  useEffect(() => {
    if (!isOpen) return;
    const target = { type: 'group', id: groupId } as const;
    const questions = ACTIONS.map((action) =>
      action === 'resource:create'
        ? { action, target: { type: 'resource', ownerId: groupId } as const }
        : { action, target },
    );
    sendBatch(questions.map((body) => api('post', '/decisions', { body }))).then(
      (answers) => setAllowed(new Set(ACTIONS.filter((_action, index) => isYes(answers[index]?.body)))),
      // Without an answer, nothing is offered.
      () => {},
    );
  }, [groupId, isOpen]);
  return (action) => may(action, 'foreign') || allowed.has(action);
}

/** An action that only the present state prevents is offered; the server then says why. */
function isYes(answer: unknown): boolean {
  const { allowed, reason } = (answer ?? {}) as { allowed?: boolean; reason?: string };
  return allowed === true || reason === 'quota-exceeded' || reason === 'confirmation-required';
}
