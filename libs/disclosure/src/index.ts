export { disclosureContract } from './disclosure.contract.js';
export { DisclosureHttpModule, DisclosureJobsModule } from './disclosure.module.js';
