/** All tables of this library, an entity each. */
export * from './beneficiary.entity.js';
export * from './claim-load.entity.js';
export * from './claim.entity.js';
export * from './confirmation.entity.js';
export * from './erasure/data-request.entity.js';
export * from './fulfilment.entity.js';
export * from './import/wish-import-file.entity.js';
export * from './import/wish-import-row.entity.js';
export * from './import/wish-import.entity.js';
export * from './question/wish-question.entity.js';
export * from './wish.entity.js';
