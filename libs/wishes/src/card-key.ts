import type { Vault } from '#libs/platform';

const KEY_BYTES = 16;

/** The secret in the picture on a wish's card: whoever holds the card follows the wish with it, without the telephone. It is
 *  derived from the index key, so nothing is stored. 22 letters of base64url. */
export const cardKeyOf = (vault: Vault, wishId: string): string =>
  vault.index('wish.card', wishId).subarray(0, KEY_BYTES).toString('base64url');
