import { describe, expect, it } from 'vitest';
import { networkOf } from './network-of.js';

describe('the network of an address', () => {
  it('is an IPv4 address itself, in any notation', () => {
    expect(networkOf('203.0.113.7')).toBe('203.0.113.7');
    expect(networkOf('::ffff:203.0.113.7')).toBe('203.0.113.7');
  });

  it('is the first 64 bits of an IPv6 address', () => {
    for (const address of ['2001:db8:1:2::1', '2001:DB8:1:2:a:b:c:d', '2001:0db8:0001:0002::ffff%eth0'])
      expect(networkOf(address), address).toBe('2001:db8:1:2::/64');
    expect(networkOf('2001:db8:1:3::1')).not.toBe(networkOf('2001:db8:1:2::1'));
    expect(networkOf('::1')).toBe('0:0:0:0::/64');
    expect(networkOf('64:ff9b::203.0.113.7')).toBe('64:ff9b:0:0::/64');
    expect(networkOf('1::')).toBe('1:0:0:0::/64');
  });

  it('is at most 100 characters of an invalid address', () => {
    expect(networkOf('unknown')).toBe('unknown');
    expect(networkOf('x'.repeat(500))).toHaveLength(100);
  });
});
