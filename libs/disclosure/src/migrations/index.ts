/** All migrations of this library, a file each. */
export * from './20261124501-create-export-request.js';
