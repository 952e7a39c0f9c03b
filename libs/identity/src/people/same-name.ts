/** Whether two names are equal apart from blanks, character widths and case. */
export const isSameName = (one: string, other: string): boolean => plain(one) === plain(other);
const plain = (name: string): string => name.normalize('NFKC').toLowerCase().replace(/\s+/gu, '');
