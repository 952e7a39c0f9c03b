import { SELF, definedPermissions, registerPermission, type Permission } from '#libs/platform';
import type { Role } from './roles/roles.js';

/** A permission with the roles that hold it. */
export interface RolePermission extends Permission {
  readonly roles: readonly Role[];
}

/** Defines a permission in the library that owns it. Source: R2.3. */
export const definePermission = (
  name: string,
  {
    roles,
    needsSecondFactor = false,
    isSuspendedAfterRecovery = needsSecondFactor,
  }: { roles: readonly Role[]; needsSecondFactor?: boolean; isSuspendedAfterRecovery?: boolean },
): RolePermission => registerPermission({ name, roles, needsSecondFactor, isSuspendedAfterRecovery });

/** Whether somebody with this role holds the permission in the role's unit. */
export const holds = (role: string, permission: Permission): boolean =>
  permission === SELF || permission.roles.includes(role);

/** Whether one of the roles holds a permission that requires a second factor. */
export const needsSecondFactor = (grants: readonly { role: string }[]): boolean =>
  [...definedPermissions().values()].some(
    (permission) => permission.needsSecondFactor && grants.some(({ role }) => holds(role, permission)),
  );
