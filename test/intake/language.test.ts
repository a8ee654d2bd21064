import { describe, expect, it } from 'vitest';
import { detectLanguage } from '../../src/intake/language.ts';

describe('language', () => {
  it.each([
    ['ru', 'Третий день нет воды на пятом этаже, когда дадут?'],
    ['ru', 'яма на дороге'],
    ['ru', 'ФОНАРЬ НЕ ГОРИТ УЖЕ МЕСЯЦ'],
    ['ky', 'Үчүнчү күн суу жок, качан берилет?'],
    ['ky', 'Көчөбүздөгү жарык күйбөй жатат, чара көргүлө'],
    ['ky', 'Автобус 40 мүнөттөн бери келбейт'],
    ['mixed', 'Подъезде лампочка жок, уже неделю карангы, тургундар жыгылып жатат, сделайте что-нибудь пожалуйста'],
    ['mixed', 'Балдар ойногон жерде мусор лежит, никто не убирает, качан тазалайсыңар'],
    ['mixed', 'Горячая вода жок, управляющая компания жооп бербейт, помогите'],
    ['ky', 'Автобус келбейт, светофор күйбөйт, подъезд караңгы'],
    ['ky', 'Асфальт жарылган, тротуарда чуңкур бар, оңдоп бергиле'],
    ['ru', 'Маршрутка не останавливается на остановке Ала-Тоо'],
    ['other', 'Please fix the street lamp near our hotel'],
    ['other', '路灯坏了'],
    ['other', '👍👍🔥'],
    ['other', '0312 66 55 44'],
  ])('%s: %s', (language, text) => {
    expect(detectLanguage(text).language).toBe(language);
  });

  it.each([
    ['Kyrgyz without its special letters', 'Кочодо чункур коп, унаалар бузулуп жатат', 'ky', false],
    ['Russian in Latin letters', 'net vody uje tri dnya v nashem dome', 'ru', true],
    ['Kyrgyz in Latin letters', 'suu jok eki kun boldu, bizge jardam kerek', 'ky', true],
  ])('recognises %s', (_, text, language, latin) => {
    expect(detectLanguage(text)).toMatchObject({ language, latin });
  });

  it('gives placeholders of masked data no vote', () => {
    expect(detectLanguage('[name] [phone]').language).toBe('other');
  });
});
