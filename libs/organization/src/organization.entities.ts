/** All tables of this library, an entity each. */
export * from './staff/staff-import-file.entity.js';
export * from './staff/staff-import-grant.entity.js';
export * from './staff/staff-import-row.entity.js';
export * from './staff/staff-import.entity.js';
export * from './units/unit-import-change.entity.js';
export * from './units/unit-import-file.entity.js';
export * from './units/unit-import-row.entity.js';
export * from './units/unit-import.entity.js';
