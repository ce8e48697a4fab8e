import { describe, expect, it } from 'vitest';
import { clientAddress, limitKey } from './client-address.ts';

describe('who asks', () => {
  it('is the peer as long as no proxy stands in front', () => {
    expect(clientAddress('203.0.113.9', '198.51.100.1', 0)).toBe('198.51.100.1');
    expect(clientAddress(undefined, '198.51.100.1', 1)).toBe('198.51.100.1');
  });

  it('is what our own proxy saw, whatever the client wrote before it', () => {
    expect(clientAddress('203.0.113.9', '10.0.0.2', 1)).toBe('203.0.113.9');
    expect(clientAddress('127.0.0.1, 192.0.2.77, 203.0.113.9', '10.0.0.2', 1)).toBe('203.0.113.9');
    expect(clientAddress('127.0.0.1, 203.0.113.9, 10.0.0.3', '10.0.0.2', 2)).toBe('203.0.113.9');
    expect(clientAddress('203.0.113.9', '10.0.0.2', 2)).toBe('203.0.113.9');
    expect(clientAddress('127.0.0.1, ', '10.0.0.2', 1)).toBe('10.0.0.2');
  });

  it('counts a whole /64 as one caller', () => {
    expect(limitKey('2001:db8:1:2:aaaa::1')).toBe(limitKey('2001:db8:1:2:bbbb:cccc:dddd:1'));
    expect(limitKey('2001:db8:1:3::1')).not.toBe(limitKey('2001:db8:1:2::1'));
    expect(limitKey('2001:db8::1')).toBe('2001:db8:0:0');
    expect(limitKey('::ffff:192.0.2.1')).toBe('::ffff:192.0.2.1');
    expect(limitKey('192.0.2.1')).toBe('192.0.2.1');
  });
});
