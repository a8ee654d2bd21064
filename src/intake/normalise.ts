import { chain, type Replacement, type Rewritten, rewrite } from './rewrite.ts';
import { toCyrillic } from './transliterate.ts';

/** Latin words that stay Latin when the rest is brought back to Cyrillic. */
const STAYS = new Set([
  'wifi',
  'wi',
  'fi',
  'gps',
  'sms',
  'ok',
  'qr',
  'pin',
  'online',
  'whatsapp',
  'instagram',
  'telegram',
]);

/**
 * One form of a text for the models: composed letters (NFC), no control or zero-width characters, single spaces,
 * no run of more than three equal signs, and Cyrillic where the citizen typed Russian or Kyrgyz in Latin letters.
 * Case stays: shouting is information. `toSource` leads back to the text as written.
 */
export function normalise(text: string, latin: boolean): Rewritten {
  const replacements: Replacement[] = [];
  // Composed letters first: «и» + breve is one letter, and so that spans fit, clusters are replaced one by one.
  for (const match of text.matchAll(/\P{M}\p{M}+/gu)) {
    const composed = match[0].normalize('NFC');
    if (composed !== match[0])
      replacements.push({ span: [match.index, match.index + match[0].length], text: composed });
  }
  for (const match of text.matchAll(/[\p{Cc}\p{Cf}]*\s[\s\p{Cc}\p{Cf}]*|[\p{Cc}\p{Cf}]+/gu)) {
    const kept = /\s/u.test(match[0]) ? (match[0].includes('\n') ? '\n' : ' ') : '';
    if (kept !== match[0]) replacements.push({ span: [match.index, match.index + match[0].length], text: kept });
  }
  for (const match of text.matchAll(/([!?.,…)(*=_-])\1{3,}/gu))
    replacements.push({ span: [match.index, match.index + match[0].length], text: (match[1] ?? '').repeat(3) });
  const tidy = rewrite(text, replacements);
  return latin ? chain(tidy, cyrillic(tidy.text)) : tidy;
}

/** Placeholders such as [phone] and the usual Latin words stay. */
function cyrillic(text: string): Rewritten {
  const replacements: Replacement[] = [];
  for (const match of text.matchAll(/\[\p{L}+\]|[a-zöü][a-zöü'’]*/giu))
    if (!match[0].startsWith('[') && !STAYS.has(match[0].toLowerCase()))
      replacements.push({ span: [match.index, match.index + match[0].length], text: toCyrillic(match[0]) });
  return rewrite(text, replacements);
}
