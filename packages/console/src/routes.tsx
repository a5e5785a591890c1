import type { ComponentChildren } from 'preact';
import { may, mayAsMember } from './session.js';
import { Account } from './screens/account/account.js';
import { Audit } from './screens/audit/audit.js';
import { GroupScreen } from './screens/group/group-screen.js';
import { Groups } from './screens/groups/groups.js';
import { Limits } from './screens/limits/limits.js';
import { Overview } from './screens/overview/overview.js';
import { Policy } from './screens/policy/policy.js';
import { Resources } from './screens/resources/resources.js';
import { UserScreen } from './screens/user/user-screen.js';
import { Users } from './screens/users/users.js';
import * as text from './text.js';

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
  {
    path: '/',
    screen: () => (mayOversee() ? <Overview /> : <Account />),
    nav: { name: text.navOverview, key: 'g o', isFor: mayOversee },
  },
  {
    path: '/users',
    screen: () => <Users />,
    nav: { name: text.navUsers, key: 'g u', isFor: () => may('user:list', 'platform') },
  },
  {
    path: '/groups',
    screen: () => <Groups />,
    nav: {
      name: text.navGroups,
      key: 'g g',
      isFor: () => may('group:read', 'foreign') || mayAsMember('group:read'),
    },
  },
  {
    path: '/resources',
    screen: () => <Resources />,
    nav: { name: text.navResources, key: 'g r', isFor: () => may('resource:read', 'own') },
  },
  {
    path: '/audit',
    screen: () => <Audit />,
    nav: { name: text.navAudit, key: 'g a', isFor: () => may('audit-event:read', 'platform') },
  },
  {
    path: '/limits',
    screen: () => <Limits />,
    nav: { name: text.navLimits, key: 'g l', isFor: () => may('default-limit:read', 'platform') },
  },
  {
    path: '/policy',
    screen: () => <Policy />,
    nav: { name: text.navPolicy, key: 'g p', isFor: () => may('policy:read', 'platform') },
  },
  {
    path: '/account',
    screen: () => <Account />,
    nav: { name: text.navAccount, key: 'g m', isFor: () => true },
  },
  { path: '/groups/:id', screen: ({ id = '' }) => <GroupScreen id={id} /> },
  { path: '/users/:id', screen: ({ id = '' }) => <UserScreen id={id} /> },
];

function mayOversee(): boolean {
  return may('user:list', 'platform');
}
