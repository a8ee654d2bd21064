/** A made-up city's log: small, seeded, with rare labels, empty labels and a citizen's choice that is often right. */
import { gzipSync } from 'node:zlib';
import { seededRandom } from '../../src/learn/dual-descent.ts';

const TOPICS: Record<string, string[]> = {
  pothole: ['яма на дороге', 'разбит асфальт', 'выбоина у перекрёстка', 'провал на проезжей части'],
  light: ['не горит фонарь', 'темно на улице', 'освещение отключено', 'лампа мигает'],
  rubbish: ['мусор не вывезли', 'переполнен контейнер', 'свалка во дворе', 'баки полные'],
  water: ['нет воды', 'течёт труба', 'слабый напор', 'суу жок'],
  dogs: ['стая собак', 'бродячие собаки у школы', 'собака покусала', 'иттер чуркап жүрөт'],
};
const FILLER = ['срочно', 'уже неделю', 'прошу помочь', 'возле дома', 'каждый день', 'на углу', 'снова', 'вечером'];
const OFFICES: Record<string, string> = {
  pothole: 'roads',
  light: 'power',
  rubbish: 'clean',
  water: 'pipes',
  dogs: 'vets',
};

export interface CityRow {
  text: string;
  kind: string;
  office?: string;
  declared?: string;
  area: string;
  lat: number;
  lon: number;
  created_at: string;
}

export function madeUpCity(count: number, seed: number): CityRow[] {
  const random = seededRandom(seed);
  const pick = <T>(list: readonly T[]) => list[Math.floor(random() * list.length)] as T;
  const kinds = Object.keys(TOPICS);
  const rows = Array.from({ length: count }, (_, i): CityRow => {
    const kind = pick(kinds);
    const area = pick(['north', 'south']);
    // A third says nothing of its topic: only the context can tell.
    const topic = random() < 0.33 ? pick(FILLER) : pick(TOPICS[kind] ?? []);
    return {
      text: `${pick(FILLER)} ${topic} ${pick(FILLER)} дом ${Math.floor(random() * 90)}, заявка ${i}`,
      kind,
      ...(random() < 0.9 ? { office: `${OFFICES[kind]}-${area}` } : {}),
      ...(random() < 0.8 ? { declared: random() < 0.85 ? kind : pick(kinds) } : {}),
      area,
      lat: 42.8 + (area === 'north' ? 0.1 : 0) + random() * 0.05,
      lon: 74.5 + random() * 0.1,
      created_at: `2026-0${1 + Math.floor(random() * 3)}-10T${String(Math.floor(random() * 24)).padStart(2, '0')}:00:00`,
    };
  });
  return [...rows, { ...(rows[0] as CityRow), text: 'единственная жалоба на театр', kind: 'theatre' }];
}

export function asJsonLines(rows: readonly CityRow[]): Buffer {
  return gzipSync(rows.map((row) => JSON.stringify(row)).join('\n'));
}

export function asCsv(rows: readonly CityRow[]): string {
  const columns = ['text', 'kind', 'office', 'declared', 'area', 'lat', 'lon', 'created_at'] as const;
  const cell = (value: unknown) => `"${String(value ?? '').replaceAll('"', '""')}"`;
  return [columns.join(','), ...rows.map((row) => columns.map((column) => cell(row[column])).join(','))].join('\r\n');
}
