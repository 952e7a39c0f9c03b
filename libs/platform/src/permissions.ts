/** Something that people may do, with those who may do it in the units where they hold their role. */
export interface Permission {
  /** `spend.approve`: what pages and messages call it. */
  readonly name: string;
  readonly roles: readonly string[];
  /** A password alone does not suffice: it moves money, makes accounts, takes data out or changes how the platform works.
   *  Source: ASVS 5.0, V6.3.3. */
  readonly needsSecondFactor: boolean;
  /** It rests for a while after the account was recovered. */
  readonly restsAfterRecovery: boolean;
}

const permissions = new Map<string, Permission>();

/** Defines a permission once. What needs a second factor rests after a recovery, too. */
export function registerPermission<P extends Permission>(permission: P): P {
  if (permissions.has(permission.name)) throw new Error(`The permission ${permission.name} is defined twice`);
  permissions.set(permission.name, permission);
  return permission;
}

/** Every permission, by name. */
export const definedPermissions = (): ReadonlyMap<string, Permission> => permissions;

/** What every signed-in person may do about their own affairs, whatever their roles. */
export const SELF: Permission = registerPermission({
  name: 'self',
  roles: [],
  needsSecondFactor: false,
  restsAfterRecovery: false,
});
