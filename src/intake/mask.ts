import { type Replacement, type Rewritten, rewrite } from './rewrite.ts';

/**
 * Personal data that the models, precedents and open data must not see, in the order in which it is looked for.
 * The dispatcher still sees what the citizen wrote. Placeholders are those of the public portal's data.
 */
const PATTERNS: readonly { placeholder: string; pattern: RegExp }[] = [
  { placeholder: '[url]', pattern: /\b(?:https?:\/\/|www\.)\S+/giu },
  { placeholder: '[email]', pattern: /[\p{L}\d._%+-]+@[\p{L}\d-]+(?:\.[\p{L}\d-]+)+/giu },
  // Payment cards: 16 digits in fours.
  { placeholder: '[card]', pattern: /(?<!\d)\d{4}(?:[ -]?\d{4}){3}(?!\d)/gu },
  // Kyrgyz personal number (PIN, ИНН): 14 digits that begin with the sex (1, 2) and the day of birth.
  { placeholder: '[pin]', pattern: /(?<!\d)[12][0-3]\d[01]\d(?:19|20)\d{2}\d{5}(?!\d)/gu },
  // Passport ID1234567, AN1234567.
  { placeholder: '[passport]', pattern: /(?<![\p{L}\d])(?:ID|AN|АН|AC)[ №-]*\d{7}(?!\d)/giu },
  // +996 555 123456, 0 (555) 12-34-56, 0555123456; city numbers with 312 as well.
  { placeholder: '[phone]', pattern: /(?<![\d+])(?:\+?996|0)[\s(-]*\d{3}[\s)-]*(?:\d[\s-]?){5}\d(?!\d)/gu },
  // Russian and foreign mobiles: +7 912 345-67-89.
  { placeholder: '[phone]', pattern: /(?<![\d+])\+\d{1,3}[\s(-]*\d{2,3}[\s)-]*(?:\d[\s-]?){6}\d(?!\d)/gu },
  // «Меня зовут Айгуль Асанова», «Менин атым Нурлан»: the name that follows the words that announce it.
  {
    placeholder: '[name]',
    pattern:
      /(?<=(?i:меня зовут|с уважением|мо[её] имя|менин атым|аты[- ]жөнүм|фио|ф\. ?и\. ?о\.|урматым менен)[\s,:–-]+)\p{Lu}\p{L}+(?: \p{Lu}\p{L}+){0,2}/gu,
  },
  // «Иванова Мария Петровна»: three capitalised words of which the last is a patronymic; «Асанов Бакыт уулу».
  {
    placeholder: '[name]',
    pattern:
      /(?<!\p{L})\p{Lu}\p{Ll}+\s+\p{Lu}\p{Ll}+\s+(?:\p{Lu}\p{Ll}+(?:вна|вич|ична|ича|вне|вны)|уулу|кызы)(?!\p{L})/gu,
  },
];

/** Replaces telephone numbers, addresses of mail and web, document numbers and announced names by placeholders. */
export function mask(text: string): Rewritten {
  const replacements: Replacement[] = [];
  for (const { placeholder, pattern } of PATTERNS)
    for (const match of text.matchAll(pattern))
      replacements.push({ span: [match.index, match.index + match[0].length], text: placeholder });
  return rewrite(text, replacements);
}
