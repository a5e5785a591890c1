import { limits, type UserActor } from '@bailiwick/core';
import test from 'ava';
import { codeOf, idOf, PASSWORD, startLibrary } from '../support/start-library.js';

type Library = Awaited<ReturnType<typeof startLibrary>>;

/** The ways in which Ann loses her authority while a request of hers is under way. */
const LOSSES: Readonly<Record<string, (library: Library) => Promise<unknown>>> = {
  'is being deleted': async ({ bailiwick, ann, admin }) => {
    for (let index = 0; index <= limits.DELETE_AT_ONCE_ROWS_MAX; index += 1)
      await bailiwick.resources.create(ann, { kind: 'note', name: 'n' });
    return bailiwick.users.delete(admin, idOf(ann), { resources: 'delete' });
  },
  'is deleted': ({ bailiwick, ann, admin }) => bailiwick.users.delete(admin, idOf(ann)),
  'is disabled': ({ bailiwick, ann, admin }) =>
    bailiwick.users.change(admin, idOf(ann), { status: 'disabled' }),
  'has another password': ({ bailiwick, ann, admin }) =>
    bailiwick.users.setPassword(admin, idOf(ann), { password: 'another one of four words' }),
};

/** The commands that ask for the password of the actor. */
const COMMANDS: Readonly<
  Record<string, (library: Library, ann: UserActor, password: string) => Promise<unknown>>
> = {
  'users.changeEmail': ({ bailiwick }, ann, currentPassword) =>
    bailiwick.users.changeEmail(ann, { currentPassword, email: 'new@example.com' }),
  'users.changePassword': ({ bailiwick }, ann, currentPassword) =>
    bailiwick.users.changePassword(ann, { currentPassword, newPassword: 'yet another one of four' }),
  'sessions.confirm': ({ bailiwick }, ann, password) => bailiwick.sessions.confirm(ann, { password }),
};

for (const [loss, lose] of Object.entries(LOSSES)) {
  for (const [name, command] of Object.entries(COMMANDS)) {
    test(`${name}: when the user ${loss} meanwhile, the token is refused, whatever the password`, async (t) => {
      const library = await startLibrary();
      const { bailiwick, ann, admin } = library;
      await lose(library);
      for (const password of [PASSWORD, 'a wrong one, and long'])
        t.is(await codeOf(command(library, ann, password)), 'invalid-token');
      const { items } = await bailiwick.auditEvents.list(admin, { actor: ann.id });
      const refusals = items.filter(({ outcome }) => outcome === 'refused');
      t.deepEqual([...new Set(refusals.map(({ reason }) => reason))], ['invalid-token']);
    });
  }
}
