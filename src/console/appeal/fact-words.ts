import type { TFunction } from 'i18next';

const PLACES = ['coordinates', 'district-name', 'micro-district', 'area', 'landmark', 'street', 'outside'] as const;
const CHANNELS = ['app', 'call', 'call-centre', 'letter', 'visit', 'messenger', 'import'] as const;

/** «Улица: Анкара» of `street: Анкара`; coordinates to about ten metres. What is not known stays as it is. */
export function placeWords(entry: string, t: TFunction): string {
  const [kind, ...rest] = entry.split(': ');
  const known = PLACES.find((each) => each === kind);
  if (known === undefined) return entry;
  const name = rest.join(': ').replaceAll(/(\d+\.\d{4})\d+/gu, '$1');
  return `${t(`placeKind.${known}`)}: ${name.replace(' (outside the city)', ` (${t('placeKind.outside')})`)}`;
}

/** The channel's name; senders may have channels of their own. */
export function channelWord(channel: string, t: TFunction): string {
  const known = CHANNELS.find((each) => each === channel);
  return known === undefined ? channel : t(`channel.${known}`);
}
