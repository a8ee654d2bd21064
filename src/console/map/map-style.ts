import type { StyleSpecification } from 'maplibre-gl';
import type { Districts } from './PlaceMap.tsx';

/** A style that needs nothing from the network: no glyphs, no sprites; tiles only where they are configured. */
export function mapStyle(
  districts: Districts,
  district: string | null,
  tiles: string | null,
  dark: boolean,
): StyleSpecification {
  const land = dark ? '#191d24' : '#f6f7f9';
  const line = dark ? '#56606e' : '#aab3c0';
  const chosen = dark ? '#8ab2e8' : '#1d5fb4';
  const isChosen: ['==', ['get', string], string] = ['==', ['get', 'id'], district ?? ''];
  return {
    version: 8,
    sources: {
      districts: { type: 'geojson', data: districts },
      ...(tiles === null ? {} : { tiles: { type: 'raster', tiles: [tiles], tileSize: 256 } }),
    },
    layers: [
      { id: 'land', type: 'background', paint: { 'background-color': land } },
      ...(tiles === null ? [] : [{ id: 'tiles', type: 'raster' as const, source: 'tiles' }]),
      {
        id: 'fill',
        type: 'fill',
        source: 'districts',
        paint: { 'fill-color': chosen, 'fill-opacity': ['case', isChosen, 0.14, 0.03] },
      },
      {
        id: 'outline',
        type: 'line',
        source: 'districts',
        paint: { 'line-color': ['case', isChosen, chosen, line], 'line-width': ['case', isChosen, 2, 1] },
      },
    ],
  };
}
