import { describe, expect, it } from 'vitest';
import { prepareText } from '../../src/intake/intake.ts';
import { mask } from '../../src/intake/mask.ts';
import { stemKyrgyz } from '../../src/intake/stem-kyrgyz.ts';
import { toCyrillic } from '../../src/intake/transliterate.ts';
import { fold, words } from '../../src/intake/words.ts';

describe('personal data', () => {
  it.each([
    ['a mobile number', 'звоните 0555 12 34 56 вечером', 'звоните [phone] вечером'],
    ['an international number', 'тел.: +996 (312) 66-55-44.', 'тел.: [phone].'],
    ['an address of mail', 'жазгыла: a.osmonov@example.kg', 'жазгыла: [email]'],
    ['a link', 'видео https://example.org/x?y=1 смотрите', 'видео [url] смотрите'],
    ['a personal number', 'ИНН 21505198501234', 'ИНН [pin]'],
    ['a passport', 'паспорт ID1234567', 'паспорт [passport]'],
    ['a bank card', 'карта 4169 5853 1234 5678', 'карта [card]'],
    ['a name that is announced', 'Меня зовут Айгуль Асанова, живу тут', 'Меня зовут [name], живу тут'],
    ['a name announced in Kyrgyz', 'Менин атым Нурлан, үйдө суу жок', 'Менин атым [name], үйдө суу жок'],
    ['a full name with patronymic', 'инспектор Иванова Мария Петровна грубит', 'инспектор [name] грубит'],
    ['a Kyrgyz full name', 'айдоочу Асанов Бакыт уулу', 'айдоочу [name]'],
  ])('%s is masked', (_, text, masked) => {
    expect(mask(text).text).toBe(masked);
  });

  it.each([
    'дом 145, кв. 12, подъезд 3',
    'маршрут 165 не ходит 40 минут',
    'счёт 123456 за 2026 год',
    'улица Токтогула 98',
  ])('is not seen in «%s»', (text) => {
    expect(mask(text).text).toBe(text);
  });
});

describe('a prepared text', () => {
  it('is one form for all ways to type it', () => {
    expect(prepareText('Нет\u200b   света!!!!!!\r\n\r\nвторой  день').text).toBe('Нет света!!!\nвторой день');
    expect(prepareText('и\u0306од').text).toBe('йод');
  });

  it('is Cyrillic where Russian or Kyrgyz was typed in Latin letters', () => {
    expect(prepareText('net vody uje tri dnya').text).toBe('нет воды уже три дня');
    expect(prepareText('Please fix the lamp').text).toBe('Please fix the lamp');
  });

  it('leads back to what the citizen wrote', () => {
    const text = 'Меня зовут Айгуль Асанова, 0555 12 34 56.   Net vody   третий день';
    const prepared = prepareText(text);
    const at = prepared.text.indexOf('третий');
    expect(text.slice(...prepared.toSource([at, at + 'третий'.length]))).toBe('третий');
    const phone = prepared.text.indexOf('[phone]');
    expect(text.slice(...prepared.toSource([phone + 2, phone + 4]))).toBe('0555 12 34 56');
  });

  it('believes the sender about the language only where the text gives no sign', () => {
    expect(prepareText('Автобус 165', 'ky').language).toBe('ky');
    expect(prepareText('Нет воды третий день', 'ky').language).toBe('ru');
  });
});

describe('words', () => {
  it('keep Kyrgyz letters together', () => {
    expect(words('көчөбүздө чоң чуңкур').map((word) => word.form)).toEqual(['көчөбүздө', 'чоң', 'чуңкур']);
  });

  it.each([
    ['көчө', 'кочо'],
    ['Ёлка', 'елка'],
    ['jok', 'жок'],
    ['Suu', 'суу'],
  ])('fold: %s is compared as %s', (word, folded) => {
    expect(fold(word)).toBe(folded);
  });

  it.each([
    ['mashiny', 'машины'],
    ['davay', 'давай'],
    ['tashtandy', 'таштанды'],
    ['4erez', 'через'],
  ])('transliteration: %s → %s', (latin, cyrillic) => {
    expect(toCyrillic(latin)).toBe(cyrillic);
  });

  it.each([
    ['батареялардын', 'батареялар'],
    ['жарыгы', 'жарыкты'],
    ['мектебинде', 'мектептин'],
    ['чуңкурлардан', 'чункурга'],
    ['таштандынын', 'таштандыларды'],
  ])('%s and %s have one Kyrgyz stem', (a, b) => {
    expect(stemKyrgyz(fold(a))).toBe(stemKyrgyz(fold(b)));
  });
});
