// What does a host with tsyringe import?
export { knexToken, registerKnexStorage } from './register-knex-storage.js';
