/** Encryption: `active` encrypts; `retiring` still decrypts and must be configured; `retired` is not needed any more. Blind
 *  index: `active` is written; `retiring` may still stand in rows; `retired` is a link of the chain. Signing: `active` signs;
 *  of the others only the public half is kept. */
export const DATA_KEY_STATES = ['active', 'retiring', 'retired'] as const;
export type DataKeyState = (typeof DATA_KEY_STATES)[number];
