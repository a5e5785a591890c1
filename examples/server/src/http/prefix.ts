/** Where the API is mounted. */
export const PREFIX = '/v1';
