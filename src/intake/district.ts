import { type DistrictStems, findDistrictNames, findMicrodistricts } from './district-names.ts';
import { type DistrictPolygons, districtAt } from './district-polygons.ts';
import { placeFinder } from './find-places.ts';
import type { Gazetteer } from './gazetteer.ts';
import { fold } from './place-words.ts';

/** One reason for a district, or for not knowing it. `districts` is empty for a place outside the city. */
export interface PlaceEvidence {
  readonly kind: 'coordinates' | 'district-name' | 'micro-district' | 'area' | 'landmark' | 'street' | 'outside';
  /** What was found: the official name, or the coordinates as text. */
  readonly name: string;
  readonly districts: readonly string[];
  /** False where the place is only shown: several districts, an assumption, or overruled by stronger evidence. */
  readonly decisive: boolean;
  /** UTF-16 range in the text, end exclusive. */
  readonly span?: readonly [number, number];
}

export interface DistrictAnswer {
  readonly district: string | null;
  readonly evidence: readonly PlaceEvidence[];
}

export interface PlaceQuestion {
  readonly text: string;
  /** Degrees, WGS 84. */
  readonly lat?: number | undefined;
  readonly lon?: number | undefined;
}

export type DistrictResolver = (question: PlaceQuestion) => DistrictAnswer;

/** From strongest to weakest; coordinates and the district's own name overrule everything below them. */
const STRENGTH: readonly PlaceEvidence['kind'][] = [
  'coordinates',
  'district-name',
  'micro-district',
  'area',
  'landmark',
  'street',
  'outside',
];

function stemsOf(polygons: DistrictPolygons): DistrictStems {
  return Object.fromEntries(
    polygons.features.map(({ properties: { id, name } }) => [
      id,
      { ru: fold(name.ru).replace(/(?:ий|ый|ой)$/u, ''), ky: fold(name.ky) },
    ]),
  );
}

type Found = Omit<PlaceEvidence, 'decisive'>;

/** The one district that all given places allow, if there is exactly one. */
function common(evidence: readonly Found[]): string | null {
  const [first, ...rest] = evidence.map((entry) => entry.districts);
  const shared = (first ?? []).filter((id) => rest.every((other) => other.includes(id)));
  return shared.length === 1 ? (shared[0] ?? null) : null;
}

/**
 * Decides by the strongest kind of evidence that names one district: coordinates, then the district's name, then
 * micro-districts, areas, landmarks and streets. A street through several districts never decides, not even by a
 * crossing: the lists of districts per street are too rough for that.
 */
function decide(found: readonly Found[], assumed: ReadonlySet<object>): DistrictAnswer {
  const usable = found.filter((entry) => !assumed.has(entry));
  for (const kind of STRENGTH) {
    const ofKind = usable.filter((entry) => entry.kind === kind && (kind !== 'street' || entry.districts.length === 1));
    if (ofKind.length === 0) continue;
    const district = common(ofKind);
    // Coordinates outside the city are an answer too: nothing in the text may overrule where the appeal was made.
    if (district !== null || kind === 'coordinates') {
      return { district, evidence: found.map((entry) => ({ ...entry, decisive: ofKind.includes(entry) })) };
    }
    // Two district names, or two areas far apart, contradict each other: weaker places cannot settle that.
    if (ofKind.some((entry) => entry.districts.length === 1)) break;
  }
  return { district: null, evidence: found.map((entry) => ({ ...entry, decisive: false })) };
}

/**
 * Builds the resolver of an appeal's district from the outlines and the gazetteer (data/geo/).
 * The answer is `null` when nothing is named, when names contradict each other, or outside the city; the evidence
 * then says which.
 */
export function districtResolver(polygons: DistrictPolygons, gazetteer: Gazetteer): DistrictResolver {
  const findPlaces = placeFinder(gazetteer);
  const stems = stemsOf(polygons);

  return ({ text, lat, lon }) => {
    const found: Found[] = [];
    const assumed = new Set<object>();
    if (lat !== undefined && lon !== undefined) {
      const district = districtAt(polygons, lon, lat);
      const name = `${lat}, ${lon}${district === null ? ' (outside the city)' : ''}`;
      found.push({ kind: 'coordinates', name, districts: district === null ? [] : [district] });
    }
    for (const { kind, name, district, span } of [
      ...findDistrictNames(text, stems),
      ...findMicrodistricts(text, gazetteer.microdistricts),
    ]) {
      found.push({ kind, name, districts: [district], span });
    }
    for (const { place, span } of findPlaces(text)) {
      const entry = { kind: place.kind, name: place.ru, districts: place.districts, span };
      found.push(entry);
      if (place.assumed) assumed.add(entry);
    }
    return decide(found, assumed);
  };
}
