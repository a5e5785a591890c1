import type { Group, GroupWithQuotas, Platform } from '@bailiwick/core';
import type { StreamedList } from '../operation.js';
import { ID_SCHEMA, objectSchema, TIME_SCHEMA, type JsonSchema } from '../schema/json-schema.js';
import { presentQuota, QUOTA_SCHEMA } from './quota.js';

/** In an answer, a type is any text: groups keep a type that the host no longer declares, as users keep a role. */
export function groupSchema({ groupTypes }: Platform): JsonSchema {
  return objectSchema('Group', {
    id: ID_SCHEMA,
    type: {
      type: 'string',
      description: `A declared type (${groupTypes.join(', ')}), or one that was declared earlier.`,
    },
    name: { type: 'string' },
    parentId: {
      ...ID_SCHEMA,
      type: ['string', 'null'],
      description: 'The group that it lies in; `null` for a root.',
    },
    createdAt: TIME_SCHEMA,
    updatedAt: TIME_SCHEMA,
  });
}

/** The schema of a group beside which a list can show quotas. */
export function listedGroupSchema(platform: Platform): JsonSchema {
  const { properties, required, ...group } = groupSchema(platform);
  return {
    ...group,
    title: 'ListedGroup',
    properties: {
      ...Object(properties),
      quotas: {
        type: ['array', 'null'],
        items: QUOTA_SCHEMA,
        description: 'With `include=quotas`: one quota for each meter; `null` if you may not read them.',
      },
    },
    required,
  };
}

const COLUMNS = ['id', 'type', 'name', 'parentId', 'createdAt', 'updatedAt'];

/** A list of groups as a file. */
export const GROUP_FILE: StreamedList = {
  filename: 'groups',
  columns: (included) => (included.has('quotas') ? [...COLUMNS, 'quotas'] : COLUMNS),
};

/** Returns a group as answers contain it. */
export function presentGroup({ id, type, name, parentId, createdAt, updatedAt }: Group) {
  return { id, type, name, parentId, createdAt, updatedAt };
}

/** Returns a group as answers contain it, with its quotas. */
export function presentGroupWithQuotas({ quotas, ...group }: GroupWithQuotas) {
  return { ...presentGroup(group), quotas: quotas?.map(presentQuota) ?? null };
}
