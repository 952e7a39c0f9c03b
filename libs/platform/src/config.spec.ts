import { describe, expect, it } from 'vitest';
import { Config } from './config.js';

const settings = (trustProxy?: string): Config =>
  new Config({
    DATABASE_URL: 'mysql://a:b@127.0.0.1/c',
    REDIS_URL: 'redis://127.0.0.1',
    DATA_KEYS: 'none',
    ...(trustProxy === undefined ? {} : { TRUST_PROXY: trustProxy }),
  });

describe('trusted proxies', () => {
  it('are none by default', () => {
    expect(settings().trustProxy).toBe(false);
    expect(settings('no').trustProxy).toBe(false);
    expect(settings('0').trustProxy).toBe(false);
  });

  it('are a number of hops, or addresses and networks', () => {
    expect(settings('1').trustProxy).toBe(1);
    expect(settings('10.0.0.5, 10.1.0.0/16,fd00::/8').trustProxy).toEqual(['10.0.0.5', '10.1.0.0/16', 'fd00::/8']);
  });

  it('are never all addresses: a client could then forge its address', () => {
    for (const text of [
      'yes',
      'true',
      '11',
      '0.0.0.0/0',
      '10.0.0.0/33',
      '10.0.0.5/',
      '10.0.0.5/8/8',
      'proxy.example',
      '1,2',
    ])
      expect(() => settings(text), text).toThrow('TRUST_PROXY must be');
  });
});
