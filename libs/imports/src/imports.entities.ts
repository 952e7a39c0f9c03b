/** All tables of this library, an entity each. */
export * from './form-heading.entity.js';
