import { definePermission } from '#libs/identity';
import { FUND_READERS } from '#libs/funds';

export const EXPORT_MAKE = definePermission('export.make', { roles: FUND_READERS, needsSecondFactor: true });
