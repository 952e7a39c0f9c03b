/** All tables of this library, an entity each. */
export * from './database/idempotency-key.entity.js';
export * from './database/write-probe.entity.js';
export * from './events/event-chain.entity.js';
export * from './events/event.entity.js';
export * from './files/file.entity.js';
export * from './http/upload.entity.js';
export * from './jobs/job.entity.js';
export * from './personal-data/data-key.entity.js';
export * from './personal-data/kept-passage.entity.js';
export * from './personal-data/key-rotation.entity.js';
export * from './personal-data/personal-data-view.entity.js';
export * from './personal-data/retention/retention-count.entity.js';
export * from './personal-data/subject-key.entity.js';
export * from './policy.entity.js';
