import 'maplibre-gl/dist/maplibre-gl.css';
import { useComputedColorScheme } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { FeatureCollection, Polygon } from 'geojson';
import { Map as GlMap, Marker, setWorkerUrl } from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useServices } from '../services.ts';
import { mapStyle } from './map-style.ts';
import { OutlineMap } from './OutlineMap.tsx';
import styles from './PlaceMap.module.css';

export type Districts = FeatureCollection<Polygon, { id: string; name: { ru: string; ky: string } }>;

export interface Place {
  /** WGS 84 degrees. */
  point: { lat: number; lon: number } | null;
  district: string | null;
}

/** The districts' outlines and the point, without any tile; on top of tiles where they are configured. */
export default function PlaceMap({ point, district }: Place) {
  const { t } = useTranslation();
  const { data } = useQuery({
    queryKey: ['districts'],
    queryFn: async (): Promise<Districts> => await (await fetch('/console/districts.geojson')).json(),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const [broken, setBroken] = useState(false);
  if (data === undefined) return null;
  return (
    <>
      {broken ? (
        <OutlineMap districts={data} point={point} district={district} />
      ) : (
        <LiveMap districts={data} point={point} district={district} fail={() => setBroken(true)} />
      )}
      <p className={styles.note}>{t(point === null ? 'appeal.mapNoPoint' : 'appeal.outlines')}</p>
    </>
  );
}

function LiveMap({ districts, point, district, fail }: Place & { districts: Districts; fail: () => void }) {
  const { t, i18n } = useTranslation();
  const { settings } = useServices();
  const dark = useComputedColorScheme('light') === 'dark';
  const holder = useRef<HTMLDivElement>(null);
  const failed = useRef(fail);
  failed.current = fail;
  useEffect(() => {
    const container = holder.current;
    if (container === null) return;
    setWorkerUrl(workerUrl);
    let map: GlMap;
    try {
      map = new GlMap({
        container,
        style: mapStyle(districts, district, settings.mapTiles, dark),
        bounds: boundsOf(districts, point, district),
        fitBoundsOptions: { padding: 24, maxZoom: 14.5 },
        attributionControl: false,
        cooperativeGestures: false,
        fadeDuration: 0,
      });
    } catch {
      // No WebGL here: the outlines can be drawn without.
      failed.current();
      return;
    }
    for (const { properties, geometry } of districts.features) {
      const label = document.createElement('span');
      label.className = styles.label ?? '';
      label.textContent = i18n.language === 'ky' ? properties.name.ky : properties.name.ru;
      new Marker({ element: label }).setLngLat(middleOf(geometry)).addTo(map);
    }
    if (point !== null) {
      const pin = document.createElement('span');
      pin.className = styles.pin ?? '';
      new Marker({ element: pin }).setLngLat([point.lon, point.lat]).addTo(map);
    }
    return () => map.remove();
  }, [districts, district, point, dark, settings.mapTiles, i18n.language]);
  return <div ref={holder} className={styles.map} role="img" aria-label={t('appeal.map')} />;
}

function middleOf(geometry: Polygon): [number, number] {
  const ring = geometry.coordinates[0] ?? [];
  const sum = ring.reduce<[number, number]>(([x, y], [lon = 0, lat = 0]) => [x + lon, y + lat], [0, 0]);
  return [sum[0] / ring.length, sum[1] / ring.length];
}

/** Around the point; else the district; else the city. */
function boundsOf(
  districts: Districts,
  point: Place['point'],
  district: string | null,
): [number, number, number, number] {
  const around = 0.012;
  if (point !== null) return [point.lon - around, point.lat - around, point.lon + around, point.lat + around];
  const chosen = districts.features.filter((feature) => feature.properties.id === district);
  const shown = chosen.length > 0 ? chosen : districts.features;
  const points = shown.flatMap((feature) => feature.geometry.coordinates[0] ?? []);
  const lons = points.map(([lon = 0]) => lon);
  const lats = points.map(([, lat = 0]) => lat);
  return [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)];
}
