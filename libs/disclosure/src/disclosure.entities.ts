/** All tables of this library, an entity each. */
export * from './export/export-request.entity.js';
