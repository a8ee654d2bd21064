import { describe, expect, it } from 'vitest';
import { checkWebhookUrl, guardedLookup, isPublicAddress } from '../../src/queue/address-guard.ts';

const STRICT = { WEBHOOK_ALLOW_HTTP: false, WEBHOOK_ALLOW_PRIVATE: false };

describe('webhook addresses', () => {
  it.each([
    ['8.8.8.8', true],
    ['93.184.215.14', true],
    ['2606:4700::1111', true],
    ['0.0.0.0', false],
    ['10.1.2.3', false],
    ['100.64.0.1', false],
    ['127.0.0.1', false],
    ['169.254.169.254', false],
    ['172.16.0.1', false],
    ['172.32.0.1', true],
    ['192.0.2.1', false],
    ['192.168.1.1', false],
    ['198.19.0.1', false],
    ['203.0.113.9', false],
    ['224.0.0.1', false],
    ['255.255.255.255', false],
    ['::', false],
    ['::1', false],
    ['::ffff:127.0.0.1', false],
    ['::ffff:8.8.8.8', false],
    ['64:ff9b::7f00:1', false],
    ['fc00::1', false],
    ['fd12:3456::1', false],
    ['fe80::1', false],
    ['ff02::1', false],
    ['2001:db8::1', false],
    ['2002:7f00:1::', false],
    ['localhost', false],
  ])('%s is public: %s', (address, expected) => {
    expect(isPublicAddress(address)).toBe(expected);
  });

  it.each([
    ['not a url', 'is not a URL'],
    ['http://8.8.8.8/hook', 'must be https'],
    ['ftp://8.8.8.8/hook', 'must be https'],
    ['https://user:pass@8.8.8.8/', 'must not hold a user or password'],
    ['https://127.0.0.1/', 'must be a public address'],
    ['https://2130706433/', 'must be a public address'],
    ['https://0x7f.1/', 'must be a public address'],
    ['https://[::1]/', 'must be a public address'],
    ['https://[::ffff:10.0.0.1]/', 'must be a public address'],
    ['https://169.254.169.254/latest/meta-data', 'must be a public address'],
    ['https://localhost/', 'must not resolve to a private address'],
    ['https://no-such-host.invalid/', 'does not resolve'],
  ])('%s is refused: it %s', async (url, message) => {
    await expect(checkWebhookUrl(url, STRICT)).rejects.toMatchObject({
      code: 'invalid-request',
      extras: { errors: [{ path: '/url', message }] },
    });
  });

  it('allows what the settings allow', async () => {
    const url = await checkWebhookUrl('http://127.0.0.1:9/hook', {
      WEBHOOK_ALLOW_HTTP: true,
      WEBHOOK_ALLOW_PRIVATE: true,
    });
    expect(url.port).toBe('9');
    await expect(checkWebhookUrl('https://8.8.8.8/hook', STRICT)).resolves.toMatchObject({ hostname: '8.8.8.8' });
  });

  it('gives a connection only addresses that were checked', async () => {
    const found = await new Promise((done) => {
      guardedLookup(STRICT)('localhost', { all: true }, (error) => done(error?.message));
    });
    expect(found).toMatch(/localhost resolves to (127\.0\.0\.1|::1), which is not public/);
  });
});
