import { describe, expect, it } from 'vitest';
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
    ['Дарак кулап, зымга илинип калды', 'falling tree'],
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
