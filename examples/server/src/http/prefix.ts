/** The path where the API is mounted. */
export const PREFIX = '/v1';
