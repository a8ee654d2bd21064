import { readFileSync } from 'node:fs';
import { booleanPointInPolygon } from '@turf/boolean-point-in-polygon';
import { z } from 'zod';
import { problem } from '../errors.ts';

const Position = z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)]);

/** The part of GeoJSON (RFC 7946) that a district file may hold: polygons with an id and names; WGS 84 degrees. */
export const DistrictPolygonsSchema = z.object({
  type: z.literal('FeatureCollection'),
  name: z.string().optional(),
  features: z
    .array(
      z.object({
        type: z.literal('Feature'),
        properties: z.object({
          id: z.string().min(1),
          name: z.object({ ru: z.string(), ky: z.string() }),
          approximate: z.boolean(),
        }),
        geometry: z.object({ type: z.literal('Polygon'), coordinates: z.array(z.array(Position).min(4)).min(1) }),
      }),
    )
    .min(1),
});

export type DistrictPolygons = z.infer<typeof DistrictPolygonsSchema>;

/**
 * Reads data/geo/districts.geojson.
 * @throws Problem `invalid-data` naming every wrong field
 */
export function loadDistrictPolygons(path: string): DistrictPolygons {
  const parsed = DistrictPolygonsSchema.safeParse(JSON.parse(readFileSync(path, 'utf8')));
  if (!parsed.success) throw problem('invalid-data', `${path}: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

/**
 * The district whose outline holds a point, or `null` outside the city. A point on a common border belongs to the
 * district that stands first in the file, so the answer is stable.
 * @param lon degrees east, WGS 84
 * @param lat degrees north, WGS 84
 */
export function districtAt(polygons: DistrictPolygons, lon: number, lat: number): string | null {
  return polygons.features.find((feature) => booleanPointInPolygon([lon, lat], feature))?.properties.id ?? null;
}
