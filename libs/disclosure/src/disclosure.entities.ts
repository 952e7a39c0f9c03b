/** All tables of this library, an entity each. */
export * from './export-request.entity.js';
