import { describe, expect, it } from 'vitest';
import { FEATURE_NAMES, hashedFeatures, namedFeatures } from '../../src/classify/urgency/features.ts';
import { findSigns, signProbabilities } from '../../src/classify/urgency/find-signs.ts';

describe('signs of an immediate danger', () => {
  it.each([
    ['Сильно пахнет газом на лестнице', 'gas'],
    ['Подъездде газ жыты чыгып жатат', 'gas'],
    ['На углу открытый люк, прикрыли веткой', 'open manhole'],
    ['Мектептин жанында люк ачык турат', 'open manhole'],
    ['Оборванный провод лежит в луже', 'live wire'],
    ['Зым үзүлүп жерде жатат', 'live wire'],
    ['Щиток искрит и трещит', 'sparks'],
    ['Прорвало трубу, вода фонтаном', 'burst pipe'],
    ['Түтүк жарылып, көчөнү суу каптап кетти', 'burst pipe'],
    ['Из теплокамеры валит пар и кипяток', 'boiling water'],
    ['Дерево наклонилось и вот-вот рухнет на машины', 'falling tree'],
    ['Дарак кулап, зымга илинип калды', 'fallen tree'],
    ['Коляска провалилась в колодец без крышки', 'open manhole'],
    ['Унитаздан сасык суу чыгып, ашкананы каптады', 'sewage in homes'],
    ['Мужчина с топором ломится к соседям', 'violence'],
    ['Атам эсин жоготту, тез жардам келбейт', 'life in danger'],
    ['Отец на кислородном аппарате, света нет', 'life support'],
    ['Короодо өрт чыгып, жалын бийик', 'fire'],
    ['Люди застряли в лифте, ребёнок плачет', 'trapped'],
    ['Стая собак напала на школьника', 'dog attack'],
  ])('%s → %s', (text, sign) => {
    expect(findSigns(text).map((found) => found.sign)).toContain(sign);
  });

  it.each([
    'Когда будет газета с расписанием?',
    'На газоне собирают плату за парковку',
    'Проводник в поезде был груб',
    'Счёт за воду пришёл дважды',
    'Суунун акысы туура эмес эсептелген',
    'Скажите, когда проведут линию метро',
  ])('%s is calm', (text) => {
    expect(findSigns(text)).toEqual([]);
  });

  it.each([
    'Открытый люк у школы уже закрыли крышкой, спасибо',
    'Люк ачык эле, кечээ жаап кетти',
    'Газом не пахнет, запаха нет, но плита не горит',
  ])('%s is over: its signs are calmed', (text) => {
    const signs = findSigns(text);
    expect(signs.length).toBeGreaterThan(0);
    expect(signs.filter(({ calmed }) => !calmed)).toEqual([]);
  });

  it('are calmed only by their own sentence', () => {
    const signs = findSigns('Лампочку вчера починили. Теперь на лестнице пахнет газом!');
    expect(signs.some(({ calmed, sign }) => sign === 'gas' && !calmed)).toBe(true);
  });

  it('lie in the text as it was given', () => {
    const text = 'Помогите! ПАХНЕТ ГАЗОМ в подвале';
    const [found] = findSigns(text);
    expect(text.slice(...(found?.span ?? [0, 0]))).toMatch(/ПАХНЕТ ГАЗ/);
  });

  it('are log-probabilities for the detector: more for a sure sign, little for none', () => {
    const p = (text: string) => Math.exp(signProbabilities(text, ['emergency', 'normal'])[0] ?? 0);
    expect(p('пахнет газом')).toBeGreaterThan(p('прорвало трубу'));
    expect(p('прорвало трубу')).toBeGreaterThan(p('не ходит автобус'));
    const all = signProbabilities('пахнет газом', ['emergency', 'normal']).map(Math.exp);
    expect((all[0] ?? 0) + (all[1] ?? 0)).toBeCloseTo(1, 9);
  });
});

describe('the features of the detector', () => {
  it('have names that a model keeps, each once', () => {
    expect(new Set(FEATURE_NAMES).size).toBe(FEATURE_NAMES.length);
    const found = namedFeatures('ПАХНЕТ ГАЗОМ!!! Прямо сейчас, дети дома. Куда звонить?');
    for (const { name } of found) expect(FEATURE_NAMES).toContain(name);
    const names = found.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['sign:gas', 'cue:right now', 'beside:right now', 'exclamation']));
  });

  it('tell a leak from a drip and a danger from a bill', () => {
    const names = (text: string) => namedFeatures(text).map(({ name }) => name);
    expect(names('Кран в подвале капает уже месяц')).toEqual(expect.arrayContaining(['cue:slow', 'cue:long ago']));
    expect(names('Газ үчүн эсеп туура эмес, акча кайтарылсын')).toContain('cue:money');
  });

  it('point into the text: every n-gram lies where it was found', () => {
    const text = 'Зым үзүлүп жерде жатат';
    const { buckets, spans, values } = hashedFeatures(text, true);
    expect(buckets).toHaveLength(values.length);
    for (const [from, to] of spans.flat()) expect(text.slice(from, to)).toMatch(/^\S.*\S$|^\S$/u);
  });

  it('are cheap: a long letter is read in time that grows with its length', () => {
    const letter = 'Сосед жалуется на шум и пыль во дворе. '.repeat(200);
    expect(namedFeatures(letter).length).toBeLessThan(FEATURE_NAMES.length);
  });
});
