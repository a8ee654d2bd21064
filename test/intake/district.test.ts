import { describe, expect, it } from 'vitest';
import { districtResolver } from '../../src/intake/district.ts';
import { loadDistrictPolygons } from '../../src/intake/district-polygons.ts';
import { loadGazetteer } from '../../src/intake/gazetteer.ts';
import { isFormOf } from '../../src/intake/place-words.ts';
import { loadTaxonomy } from '../../src/taxonomy/load.ts';

const polygons = loadDistrictPolygons('data/geo/districts.geojson');
const gazetteer = loadGazetteer('data/geo/gazetteer.json');
const resolve = districtResolver(polygons, gazetteer);

describe('coordinates', () => {
  it.each([
    ['Ala-Too square', 42.8756, 74.6037, 'pervomaysky'],
    ['Osh bazaar', 42.8757, 74.5705, 'pervomaysky'],
    ['Ak-Orgo', 42.8586, 74.5067, 'leninsky'],
    ['Djal', 42.83, 74.565, 'leninsky'],
    ['Alamedin bazaar', 42.8864, 74.6372, 'sverdlovsky'],
    ['Dordoi bazaar', 42.9365, 74.6225, 'sverdlovsky'],
    ['Asanbai', 42.8166, 74.6249, 'oktyabrsky'],
    ['Kok-Jar', 42.815, 74.66, 'oktyabrsky'],
  ])('of %s lie in its district', (_name, lat, lon, district) => {
    const answer = resolve({ text: 'нет воды', lat, lon });
    expect(answer.district).toBe(district);
    expect(answer.evidence).toMatchObject([{ kind: 'coordinates', decisive: true }]);
  });

  it('overrule what the text says, and the text stays visible as evidence', () => {
    const answer = resolve({ text: 'живу в Асанбае, авария на рынке', lat: 42.8756, lon: 74.6037 });
    expect(answer.district).toBe('pervomaysky');
    expect(answer.evidence).toMatchObject([
      { kind: 'coordinates', decisive: true },
      { name: 'Асанбай', decisive: false },
    ]);
  });

  it.each([
    ['Kant', 42.89, 74.85],
    ['Osh', 40.53, 72.8],
    ['null island', 0, 0],
  ])('of %s are outside the city, and the evidence says so', (_name, lat, lon) => {
    const answer = resolve({ text: 'Джал, нет света', lat, lon });
    expect(answer.district).toBeNull();
    expect(answer.evidence[0]).toMatchObject({ kind: 'coordinates', districts: [], decisive: true });
    expect(answer.evidence[0]?.name).toContain('outside the city');
  });
});

describe('names in the text', () => {
  it.each([
    // the district's own name
    ['Свердловский район, третий день без воды', 'sverdlovsky'],
    ['во дворе в Ленинском темно', 'leninsky'],
    ['администрация Октябрьского района молчит', 'oktyabrsky'],
    ['Биринчи май районунда таштанды чыгарылбай жатат', 'pervomaysky'],
    ['Первомайский р-н, яма', 'pervomaysky'],
    // it wins over a place in another district
    ['переехали из Асанбая в Свердловский район', 'sverdlovsky'],
    // micro-districts by number
    ['7-й микрорайон, лифт стоит', 'oktyabrsky'],
    ['в 11 мкр нет отопления', 'oktyabrsky'],
    ['мкр. 5, дом 12', 'oktyabrsky'],
    ['8-кичи районунда жарык жок', 'oktyabrsky'],
    ['в седьмом микрорайоне нет урн', 'oktyabrsky'],
    // Russian cases
    ['на Ошском рынке крысы', 'pervomaysky'],
    ['около Аламединского рынка', 'sverdlovsky'],
    ['школа в Кок-Жаре', 'oktyabrsky'],
    ['напротив ЦУМа', 'pervomaysky'],
    ['у площади Ала-Тоо', 'pervomaysky'],
    // Kyrgyz suffixes, with and without the special letters
    ['Асанбайда суу жок', 'oktyabrsky'],
    ['Ак-Өргөдө жол жок', 'leninsky'],
    ['Ак-Оргодо жол жок', 'leninsky'],
    ['Жалдын жогору жагында кар', 'leninsky'],
    ['Ош базарынын жанында', 'pervomaysky'],
    // spelling: hyphen lost, misspelt, Latin letters, lower case
    ['акорго без света', 'leninsky'],
    ['Арчабешик затопило', 'leninsky'],
    ['каражигач дорога', 'sverdlovsky'],
    ['v asanbae net vody', 'oktyabrsky'],
    ['Kok-Jarda musor', 'oktyabrsky'],
    // also common words: only where a place is meant
    ['ж/м Келечек, нет дороги', 'sverdlovsky'],
    ['балдардын келечеги үчүн парк керек', null],
    ['жилмассив Касым, колонка замёрзла', 'leninsky'],
    ['Касым агай, рахмат сизге', null],
    ['Касымда арык жарылган', 'leninsky'],
    ['Келечекте баары жакшы болот', null],
    ['Учкун, конец улицы, темно', 'sverdlovsky'],
    ['в келечеке нет тротуара', 'sverdlovsky'],
    ['в Первомайской администрации не отвечают', 'pervomaysky'],
    ['жилмассив Ала-Тоо без автобуса', 'leninsky'],
    ['гуляли по Ала-Тоо', null],
    ['очень жалко старика', null],
    // streets through several districts do not decide
    ['на Чуй и Манаса пробка', null],
    ['улица Ахунбаева, светофор', null],
    ['Свердловский проспект', null],
    // contradictions and nothing at all
    ['от Асанбая до Ак-Орго нет автобуса', null],
    ['нет воды второй день', null],
    ['👍👍👍', null],
    ['', null],
  ])('«%s» → %s', (text, district) => {
    expect(resolve({ text }).district).toBe(district);
  });

  it('are given as evidence with the span of the text', () => {
    const text = 'Улица Ахунбаева, ж/м Учкун';
    const spans = resolve({ text }).evidence.map((entry) => [entry.kind, text.slice(...(entry.span ?? [0, 0]))]);
    expect(spans).toEqual([
      ['street', 'Ахунбаева'],
      ['area', 'Учкун'],
    ]);
  });

  it('of a town outside the city give no district, and the evidence says so', () => {
    const answer = resolve({ text: 'село Лебединовка, нет газа' });
    expect(answer.district).toBeNull();
    expect(answer.evidence).toMatchObject([{ kind: 'outside', name: 'Лебединовка', districts: [] }]);
  });

  it('that rest on an assumption are shown but do not decide', () => {
    const assumed = gazetteer.places.find((place) => place.assumed && place.kind === 'landmark' && !place.needsMarker);
    const answer = resolve({ text: `возле ${assumed?.ru}` });
    expect(answer.district).toBeNull();
    expect(answer.evidence).toMatchObject([{ name: assumed?.ru, decisive: false }]);
  });
});

describe('word forms', () => {
  it.each([
    ['ахунбаева', 'ахунбаева', true],
    ['советской', 'советская', true],
    ['рынка', 'рынок', true],
    ['востока', 'восток', true],
    ['асанбайлык', 'асанбай', true],
    ['жалга', 'жал', true],
    ['жалко', 'жал', false],
    ['жалыны', 'жал', false],
    ['аянтындагы', 'аянты', true],
    ['киевлянин', 'киевская', false],
    ['московский', 'московская', true],
    ['5', '5', true],
    ['55', '5', false],
  ])('%s is a form of %s: %s', (word, name, expected) => {
    expect(isFormOf(word, name)).toBe(expected);
  });
});

describe('the data of the city', () => {
  const districts = loadTaxonomy('data/taxonomy/bishkek.json').districts.map((district) => district.id);

  it('outlines exactly the districts of the taxonomy', () => {
    expect(polygons.features.map((feature) => feature.properties.id).sort()).toEqual([...districts].sort());
  });

  it('names at least 250 places in the city, all in known districts', () => {
    const inside = gazetteer.places.filter((place) => place.kind !== 'outside');
    expect(inside.length).toBeGreaterThanOrEqual(250);
    expect(inside.filter((place) => place.districts.length === 0)).toEqual([]);
    expect([...new Set(gazetteer.places.flatMap((place) => place.districts))].sort()).toEqual([...districts].sort());
  });
});
