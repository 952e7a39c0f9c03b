import ipaddr from 'ipaddr.js';

/** What one household or office reaches us from: an IPv4 address, or the first 64 bits of an IPv6 address, since whoever has
 *  one of these has all that follow. Limits that count by address count by this. */
export function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return address.slice(0, 100);
  const parsed = ipaddr.process(address); // an IPv4 address in IPv6 is that address
  if (parsed instanceof ipaddr.IPv4) return parsed.toString();
  const front = parsed.parts.slice(0, 4).map((group) => group.toString(16));
  return `${front.join(':')}::/64`;
}
