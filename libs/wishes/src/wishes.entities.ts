/** All tables of this library, an entity each. */
export * from './resident/beneficiary.entity.js';
export * from './claim/claim-load.entity.js';
export * from './claim/claim.entity.js';
export * from './wish/confirmation.entity.js';
export * from './erasure/data-request.entity.js';
export * from './wish/fulfilment.entity.js';
export * from './import/wish-import-file.entity.js';
export * from './import/wish-import-row.entity.js';
export * from './import/wish-import.entity.js';
export * from './question/wish-question.entity.js';
export * from './wish/wish.entity.js';
