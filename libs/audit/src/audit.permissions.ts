import { definePermission } from '#libs/identity';

export const AUDIT_READ = definePermission('audit.read', { roles: ['auditor', 'district_officer', 'administrator'] });
