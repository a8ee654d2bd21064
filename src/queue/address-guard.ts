/**
 * Where webhooks may go. An endpoint is an address that a caller chose: without a guard it could make this server
 * call the inside of its own network (SSRF, OWASP A10:2021).
 */
import { lookup as resolve } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import type { Config } from '../config.ts';
import { problem } from '../errors.ts';

/** IPv4 that is not the public internet: IANA IPv4 Special-Purpose Address Registry, multicast and reserved. */
const SPECIAL4: [string, number][] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
];
/** Inside 2000::/3, the only public IPv6: addresses that carry others inside them, and documentation. */
const SPECIAL6: [string, number][] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
];

const special = new BlockList();
for (const [net, bits] of SPECIAL4) special.addSubnet(net, bits, 'ipv4');
for (const [net, bits] of SPECIAL6) special.addSubnet(net, bits, 'ipv6');
const global6 = new BlockList();
global6.addSubnet('2000::', 3, 'ipv6');

/** Whether an address belongs to the public internet; texts that are no address do not. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !special.check(address, 'ipv4');
  return family === 6 && global6.check(address, 'ipv6') && !special.check(address, 'ipv6');
}

export type WebhookLimits = Pick<Config, 'WEBHOOK_ALLOW_HTTP' | 'WEBHOOK_ALLOW_PRIVATE'>;

/**
 * The host of a URL as an address to check, if it is one: `http://[::1]/` → `::1`. The URL parser has already turned
 * `0x7f.1`, `2130706433` and the like into dotted form.
 */
function addressOf(url: URL): string | undefined {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return isIP(host) === 0 ? undefined : host;
}

/**
 * A lookup for `http.request` that gives only addresses which may be called. The connection goes to the very address
 * that was checked, so that a name cannot change its meaning in between (DNS rebinding).
 */
export function guardedLookup(limits: WebhookLimits): LookupFunction {
  return (hostname, options, done) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      if (error !== null) return done(error, '', 0);
      const refused = addresses.find(({ address }) => !limits.WEBHOOK_ALLOW_PRIVATE && !isPublicAddress(address));
      const first = addresses[0];
      if (refused !== undefined || first === undefined) {
        const cause = problem(
          'invalid-request',
          `${hostname} resolves to ${refused?.address ?? 'nothing'}, which is not public`,
        );
        return done(cause, '', 0);
      }
      return options.all === true ? done(null, addresses) : done(null, first.address, first.family);
    });
  };
}

/**
 * Checks the address of an endpoint without calling it: protocol, no credentials in it, public host.
 * @throws Problem `invalid-request` with the field `/url`
 */
export async function checkWebhookUrl(text: string, limits: WebhookLimits): Promise<URL> {
  const refuse = (message: string) =>
    problem('invalid-request', `The webhook address ${message}`, { errors: [{ path: '/url', message }] });
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined) throw refuse('is not a URL');
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && limits.WEBHOOK_ALLOW_HTTP))
    throw refuse('must be https');
  if (url.username !== '' || url.password !== '') throw refuse('must not hold a user or password');
  if (limits.WEBHOOK_ALLOW_PRIVATE) return url;
  const literal = addressOf(url);
  if (literal !== undefined) {
    if (!isPublicAddress(literal)) throw refuse('must be a public address');
    return url;
  }
  await new Promise<void>((done, fail) => {
    guardedLookup(limits)(url.hostname, { all: true }, (error) => {
      if (error === null) done();
      else fail(refuse(error.name === 'Problem' ? 'must not resolve to a private address' : 'does not resolve'));
    });
  });
  return url;
}
