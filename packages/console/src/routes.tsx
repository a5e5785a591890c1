import type { ComponentChildren } from 'preact';
import { may, session } from './session.js';
import { Resources } from './screens/resources/resources.js';
import { UserScreen } from './screens/user/user-screen.js';
import { Users } from './screens/users/users.js';
import { text } from './text.js';

export interface Route {
  /** Below the path of the console; `:id` stands for one part, which the screen gets. */
  readonly path: string;
  readonly screen: (params: Readonly<Record<string, string>>) => ComponentChildren;
  /** Its place in the navigation, for those who may go there. */
  readonly nav?: {
    readonly name: string;
    readonly key: string;
    readonly isFor: () => boolean;
  };
}

/** All screens. The navigation, the keys and the palette are made from this table. */
export const ROUTES: readonly Route[] = [
  { path: '/', screen: () => (may('user:list', 'platform') ? <Users /> : <UserScreen id={myId()} />) },
  {
    path: '/users',
    screen: () => <Users />,
    nav: { name: text.nav.users, key: 'g u', isFor: () => may('user:list', 'platform') },
  },
  {
    path: '/resources',
    screen: () => <Resources />,
    nav: { name: text.nav.resources, key: 'g r', isFor: () => may('resource:read', 'own') },
  },
  { path: '/users/:id', screen: ({ id = '' }) => <UserScreen id={id} /> },
];

function myId(): string {
  return session.value.is === 'in' ? session.value.user.id : '';
}
