/** All migrations of this library, a file each. */
export * from './20261130301-create-form-heading.js';
