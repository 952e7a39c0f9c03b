import { SELF, definedPermissions, registerPermission, type Permission } from '#libs/platform';
import type { Role } from './roles.js';

/** A permission of the office's roles. */
export interface RolePermission extends Permission {
  readonly roles: readonly Role[];
}

/** Defines a permission in the library whose matter it is. Source: the domain page, 1.1 and 1.2. */
export const definePermission = (
  name: string,
  {
    roles,
    needsSecondFactor = false,
    restsAfterRecovery = needsSecondFactor,
  }: { roles: readonly Role[]; needsSecondFactor?: boolean; restsAfterRecovery?: boolean },
): RolePermission => registerPermission({ name, roles, needsSecondFactor, restsAfterRecovery });

/** Whether somebody with this role holds the permission in the role's unit. */
export const holds = (role: string, permission: Permission): boolean =>
  permission === SELF || permission.roles.includes(role);

/** Whether some of the roles may do what a password alone does not suffice for. */
export const needsSecondFactor = (grants: readonly { role: string }[]): boolean =>
  [...definedPermissions().values()].some(
    (permission) => permission.needsSecondFactor && grants.some(({ role }) => holds(role, permission)),
  );
