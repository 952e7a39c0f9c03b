/** All migrations of this library, a file each. */
export * from './20261130701-create-unit-import.js';
export * from './20261130702-add-unit-import-columns.js';
export * from './20261130703-create-unit-import-row.js';
export * from './20261130704-add-unit-import-row-columns.js';
export * from './20261130705-create-unit-import-file.js';
export * from './20261130706-count-readings-of-unit-import.js';
export * from './20261130707-keep-what-unit-import-row-repeats.js';
export * from './20261130708-create-unit-import-change.js';
export * from './20261130711-create-staff-import.js';
export * from './20261130712-add-staff-import-columns.js';
export * from './20261130713-create-staff-import-row.js';
export * from './20261130714-add-staff-import-row-columns.js';
export * from './20261130715-create-staff-import-file.js';
export * from './20261130716-count-readings-of-staff-import.js';
export * from './20261130717-keep-what-staff-import-row-repeats.js';
export * from './20261130718-create-staff-import-grant.js';
export * from './20261130719-index-staff-import-person.js';
