import ipaddr from 'ipaddr.js';

/** The network of one household or office: an IPv4 address, or the first 64 bits of an IPv6 address, since one subscriber
 *  has all addresses below them. Limits by address use this. */
export function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return address.slice(0, 100);
  const parsed = ipaddr.process(address); // unwraps an IPv4 address mapped into IPv6
  if (parsed instanceof ipaddr.IPv4) return parsed.toString();
  const front = parsed.parts.slice(0, 4).map((group) => group.toString(16));
  return `${front.join(':')}::/64`;
}
