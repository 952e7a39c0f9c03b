/** An action, with the roles that may perform it in the units where a person holds the role. */
export interface Permission {
  /** `spend.approve`: the name in pages and messages. */
  readonly name: string;
  readonly roles: readonly string[];
  /** A password alone is not enough: it moves money, makes accounts, takes data out or changes how the platform works.
   *  Source: ASVS 5.0, V6.3.3. */
  readonly needsSecondFactor: boolean;
  /** It is suspended for a while after the account was recovered. */
  readonly isSuspendedAfterRecovery: boolean;
}

const permissions = new Map<string, Permission>();

/** Registers a permission; throws for a name that is already registered. */
export function registerPermission<P extends Permission>(permission: P): P {
  if (permissions.has(permission.name)) throw new Error(`The permission ${permission.name} is defined twice`);
  permissions.set(permission.name, permission);
  return permission;
}

/** Every permission, by name. */
export const definedPermissions = (): ReadonlyMap<string, Permission> => permissions;

/** What every signed-in person may do about their own affairs, regardless of their roles. */
export const SELF: Permission = registerPermission({
  name: 'self',
  roles: [],
  needsSecondFactor: false,
  isSuspendedAfterRecovery: false,
});
