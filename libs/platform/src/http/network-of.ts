import { isIPv4, isIPv6 } from 'node:net';

/** What one household or office reaches us from: an IPv4 address, or the first 64 bits of an IPv6 address, since whoever has
 *  one of these has all that follow. Limits that count by address count by this. */
export function networkOf(address: string): string {
  const plain = address.split('%')[0]!.toLowerCase();
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(plain)?.[1];
  if (mapped && isIPv4(mapped)) return mapped;
  if (!isIPv6(plain)) return plain.slice(0, 100);
  const [head = '', tail] = plain.split('::');
  const groups = (part: string | undefined): string[] => (part ? part.split(':') : []);
  // An IPv4 address at the end stands for two groups; it lies beyond the first 64 bits in any case.
  const width = (part: string[]): number => part.length + (part.at(-1)?.includes('.') ? 1 : 0);
  const front = groups(head);
  const back = groups(tail);
  const gap = tail === undefined ? 0 : 8 - width(front) - width(back);
  const all = [...front, ...Array.from({ length: gap }, () => '0'), ...back];
  return `${all
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}
