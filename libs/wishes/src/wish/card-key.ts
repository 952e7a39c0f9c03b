import type { BlindIndex } from '#libs/platform';

const PURPOSE = 'wish.card';
const KEY_BYTES = 16;

/** The secret in the QR code on a wish's card. The holder of the card tracks the wish with it, without the telephone. It is
 *  derived from the blind index, so nothing is stored. 22 base64url characters. */
export const cardKeyOf = (index: BlindIndex, wishId: string): string =>
  index.hash(PURPOSE, wishId).toString('base64url', 0, KEY_BYTES);

/** Whether the key belongs to this wish's card; a card printed before a key rotation stays valid. */
export const isCardKey = (index: BlindIndex, wishId: string, cardKey: string): boolean =>
  index.isHash(PURPOSE, wishId, Buffer.from(cardKey, 'base64url'), KEY_BYTES);
