/**
 * `npm run data:check [-- --write-card]`: checks everything under data/ and prints the table category × language ×
 * split. Ends with status 1 when anything is wrong.
 */
import { existsSync, readFileSync } from 'node:fs';
import { LexiconFileSchema } from '../../src/classify/keywords/lexicon.ts';
import { loadCalendar } from '../../src/decide/calendar.ts';
import { districtResolver } from '../../src/intake/district.ts';
import { loadDistrictPolygons } from '../../src/intake/district-polygons.ts';
import { loadGazetteer } from '../../src/intake/gazetteer.ts';
import { missingDetails } from '../../src/taxonomy/check.ts';
import { indexTaxonomy } from '../../src/taxonomy/index-taxonomy.ts';
import { loadTaxonomy } from '../../src/taxonomy/load.ts';
import { loadMapping } from '../../src/taxonomy/mapping.ts';
import { readCorpus } from './appeal-row.ts';
import { checkCards } from './cards.ts';
import { checkCorpus } from './check-corpus.ts';
import { checkLexicon, entryCount } from './check-lexicon.ts';
import { corpusShares, corpusTable } from './corpus-table.ts';
import { agreement, checkReadings, readReadings } from './second-reader.ts';

const GAZETTEER_MINIMUM = 250;
const TAXONOMY = 'data/taxonomy/bishkek.json';
const MAPPING = 'data/mappings/spb-to-bishkek.json';
const MAPPING_MINIMUM = 131;

function lexiconFigures(language: 'ru' | 'ky'): string {
  const path = `data/keywords/${language}.json`;
  if (!existsSync(path)) return `${language}: missing`;
  const { categories } = LexiconFileSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  const counts = Object.values(categories)
    .map(entryCount)
    .sort((a, b) => a - b);
  const all = counts.reduce((total, count) => total + count, 0);
  return `${language}: ${counts.length} categories, ${all} entries, ${counts[0]} to ${counts.at(-1)} a category.`;
}

function main(write: boolean): number {
  const taxonomy = loadTaxonomy(TAXONOMY);
  const index = indexTaxonomy(taxonomy);
  const polygons = loadDistrictPolygons('data/geo/districts.geojson');
  const gazetteer = loadGazetteer('data/geo/gazetteer.json');
  const calendar = loadCalendar('data/calendar/kg-holidays.json');
  const mapping = loadMapping(MAPPING, taxonomy);
  const corpus = readCorpus();
  const findings: string[] = [];

  findings.push(...missingDetails(taxonomy).map(({ path, message }) => `${TAXONOMY}: ${path}: ${message}`));
  const inside = gazetteer.places.filter((place) => place.kind !== 'outside');
  if (inside.length < GAZETTEER_MINIMUM)
    findings.push(`gazetteer: ${inside.length} names, ${GAZETTEER_MINIMUM} wanted`);
  const placed = [...polygons.features.map((f) => f.properties.id), ...inside.flatMap((place) => place.districts)];
  for (const id of new Set(placed))
    if (index.district(id) === undefined) findings.push(`data/geo: no district "${id}"`);
  if (mapping.size < MAPPING_MINIMUM) findings.push(`${MAPPING}: ${mapping.size} reasons, ${MAPPING_MINIMUM} wanted`);
  findings.push(...checkLexicon('ru', index.categoryIds), ...checkLexicon('ky', index.categoryIds));
  findings.push(...checkCorpus(corpus, index, districtResolver(polygons, gazetteer)));

  const readings = readReadings();
  findings.push(...checkReadings(readings, corpus.gold, new Set(index.categoryIds)));

  const table = corpusTable(corpus, index.categoryIds);
  const shares = corpusShares(corpus);
  const mapped = [...mapping.values()].filter((entry) => entry.category !== null);
  const decisive = inside.filter((place) => place.districts.length === 1 && !place.assumed).length;
  const figures: Record<string, string> = {
    taxonomy: `${taxonomy.districts.length} districts, ${taxonomy.departments.length} departments, ${taxonomy.groups.length} groups, ${taxonomy.categories.length} categories; ${taxonomy.categories.filter((c) => c.openData).length} categories are open data.`,
    geo: `${polygons.features.length} outlines; ${inside.length} places in the city (${decisive} decide a district by themselves, ${inside.filter((p) => p.assumed).length} rest on an assumption), ${gazetteer.places.length - inside.length} places outside it.`,
    calendar: `${calendar.yearly.length} yearly holidays, ${calendar.dated.length} dated entries (${calendar.dated.filter((e) => e.certainty === 'estimated').length} estimated), from ${calendar.covers.from} to ${calendar.covers.to}.`,
    mappings: `${mapping.size} reasons: ${mapped.length} map to ${new Set(mapped.map((entry) => entry.category)).size} categories, ${mapping.size - mapped.length} to none.`,
    keywords: `${lexiconFigures('ru')}\n\n${lexiconFigures('ky')}`,
    appeals: `${shares}\n\n${agreement(readings, corpus.gold)}\n\n${table}`,
  };
  findings.push(...checkCards(figures, write));

  console.log(`${table}\n\n${shares}\n`);
  for (const folder of ['taxonomy', 'geo', 'calendar', 'mappings', 'keywords'])
    console.log(`${folder}: ${figures[folder]}`);
  for (const finding of findings) console.error(finding);
  console.log(findings.length === 0 ? '\nThe data is in order.' : `\n${findings.length} findings.`);
  return findings.length === 0 ? 0 : 1;
}

process.exitCode = main(process.argv.includes('--write-card'));
