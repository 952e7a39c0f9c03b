/** New access to an account: an activation code for a password, or the removal of the second factor. */
export const RECOVERY_KINDS = ['password', 'second_factor'] as const;
export type RecoveryKind = (typeof RECOVERY_KINDS)[number];
