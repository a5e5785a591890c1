import type { Member, Membership, Platform } from '@bailiwick/core';
import type { StreamedList } from '../operation.js';
import { ID_SCHEMA, objectSchema, TIME_SCHEMA, type JsonSchema } from '../schema/json-schema.js';
import { groupSchema, presentGroup } from './group.js';

/** In an answer, a role is any text: members keep a role that the host no longer declares. */
export function memberSchema(platform: Platform): JsonSchema {
  return objectSchema('Member', properties(platform));
}

/** The schema of a member with the group. */
export function membershipSchema(platform: Platform): JsonSchema {
  return objectSchema('Membership', { ...properties(platform), group: groupSchema(platform) });
}

function properties({ memberRoles }: Platform): Readonly<Record<string, JsonSchema>> {
  return {
    groupId: ID_SCHEMA,
    userId: ID_SCHEMA,
    email: { type: 'string', format: 'idn-email' },
    role: {
      type: 'string',
      description: `A declared role of members (${memberRoles.join(', ')}), or one that was declared earlier.`,
    },
    createdAt: TIME_SCHEMA,
    updatedAt: TIME_SCHEMA,
  };
}

const COLUMNS = ['groupId', 'userId', 'email', 'role', 'createdAt', 'updatedAt'];

/** A list of members as a file. */
export const MEMBER_FILE: StreamedList = { filename: 'members', columns: () => COLUMNS };

/** A list of a user’s groups as a file. */
export const MEMBERSHIP_FILE: StreamedList = {
  filename: 'groups',
  columns: () => [...COLUMNS, 'group.type', 'group.name', 'group.parentId'],
};

/** Returns a member as answers contain it. */
export function presentMember({ groupId, userId, email, role, createdAt, updatedAt }: Member) {
  return { groupId, userId, email, role, createdAt, updatedAt };
}

/** Returns a member as answers contain it, with the group. */
export function presentMembership({ group, ...member }: Membership) {
  return { ...presentMember(member), group: presentGroup(group) };
}
