import { SELF, definedPermissions, type Permission } from '#libs/platform';
import { ROLES, type Role } from '#libs/identity';
import '../../apps/libraries.js';

export function permissionNamed(name: string): Permission {
  const permission = definedPermissions().get(name);
  if (!permission) throw new Error(`no such permission: ${name}`);
  return permission;
}

/** The roles that hold a permission; every signed-in person holds `self`. */
export function holdersOf(name: string): readonly Role[] {
  const permission = permissionNamed(name);
  return permission === SELF ? ROLES : (permission.roles as readonly Role[]);
}
