import type { BlindIndex } from '#libs/platform';

const PURPOSE = 'wish.card';
const KEY_BYTES = 16;

/** The secret in the picture on a wish's card: whoever holds the card follows the wish with it, without the telephone. It is
 *  derived from the blind index, so nothing is stored. 22 letters of base64url. */
export const cardKeyOf = (index: BlindIndex, wishId: string): string =>
  index.hash(PURPOSE, wishId).toString('base64url', 0, KEY_BYTES);

/** Whether a key is on this wish's card; a card that was printed before a rotation keeps its key. */
export const isCardKey = (index: BlindIndex, wishId: string, cardKey: string): boolean =>
  index.isHash(PURPOSE, wishId, Buffer.from(cardKey, 'base64url'), KEY_BYTES);
