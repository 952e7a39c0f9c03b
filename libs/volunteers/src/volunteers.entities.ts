/** All tables of this library, an entity each. */
export * from './groups/group-member.entity.js';
export * from './groups/volunteer-group.entity.js';
export * from './roster/roster-file.entity.js';
export * from './roster/roster-row.entity.js';
export * from './roster/roster.entity.js';
export * from './service/service-entry.entity.js';
export * from './volunteer-licence.entity.js';
export * from './volunteer.entity.js';
