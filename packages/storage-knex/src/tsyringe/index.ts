export { knexToken, registerKnexStorage } from './register-knex-storage.js';
