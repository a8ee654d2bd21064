import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { problem } from '../errors.ts';

/**
 * A named place. Several districts: the name alone does not decide. No district: a town outside the city.
 * `assumed`: the single district is a guess the city must confirm, so it is shown but does not decide.
 * `needsMarker`: also a common word or a name of people, so something must show that a place is meant:
 * a place word beside it ("улица", "ж/м"), a preposition of place, opening the text like an address ("Учкун, …");
 * for common words also a capital letter, for names of people the Kyrgyz "in" ("Касымда").
 * `other-place`: the bare name means another place as well, so only the place word counts.
 */
export const PlaceSchema = z.strictObject({
  kind: z.enum(['street', 'area', 'landmark', 'outside']),
  ru: z.string().min(2),
  ky: z.string().min(2),
  variants: z.array(z.string().min(2)),
  districts: z.array(z.string().min(1)),
  assumed: z.literal(true).optional(),
  needsMarker: z.enum(['common-word', 'person-name', 'other-place']).optional(),
});

export const GazetteerSchema = z.strictObject({
  version: z.string().min(1),
  description: z.string().min(1),
  /** Number of a micro-district → district id. */
  microdistricts: z.record(z.string().regex(/^\d{1,2}$/), z.string().min(1)),
  places: z.array(PlaceSchema).min(1),
});

export type Place = z.infer<typeof PlaceSchema>;
export type Gazetteer = z.infer<typeof GazetteerSchema>;

/**
 * Reads data/geo/gazetteer.json.
 * @throws Problem `invalid-data` naming every wrong entry
 */
export function loadGazetteer(path: string): Gazetteer {
  const parsed = GazetteerSchema.safeParse(JSON.parse(readFileSync(path, 'utf8')));
  if (!parsed.success) throw problem('invalid-data', `${path}: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}
