import type { Shade } from './specs.ts';

/** Colours of charts in one scheme; the page's own are in global.css. */
export interface ChartColours {
  shade: Record<Shade, string>;
  /** Of model versions, in their order; more than these begin anew. */
  versions: readonly string[];
  text: string;
  dim: string;
  line: string;
  surface: string;
}

/** One hue for amounts, darker for older; red and amber only for what went wrong. */
const LIGHT: ChartColours = {
  shade: {
    main: '#1d5fb4',
    soft: '#93a7c2',
    good: '#4a85d6',
    late: '#d68a1c',
    bad: '#b3261e',
    age0: '#d3e2f5',
    age1: '#aecaed',
    age2: '#82ace0',
    age3: '#5288ce',
    age4: '#1d5fb4',
    age5: '#123c74',
    rate1: '#b3261e',
    rate2: '#e39a92',
    rate3: '#cdd3dc',
    rate4: '#8fb4e6',
    rate5: '#1d5fb4',
  },
  versions: ['#93a7c2', '#1d5fb4', '#5f8f7a', '#b98a3c', '#7d6bb0', '#4f5b6b'],
  text: '#18202c',
  dim: '#566172',
  line: '#dfe3ea',
  surface: '#ffffff',
};

const DARK: ChartColours = {
  shade: {
    main: '#6f9fe0',
    soft: '#7c899b',
    good: '#5b8fd8',
    late: '#d9a04f',
    bad: '#e8766c',
    age0: '#263c58',
    age1: '#2f5380',
    age2: '#3d70ad',
    age3: '#5f95d8',
    age4: '#93bbf0',
    age5: '#d3e4fb',
    rate1: '#e8766c',
    rate2: '#a35e57',
    rate3: '#4c5563',
    rate4: '#456a9b',
    rate5: '#7eaceb',
  },
  versions: ['#7c899b', '#6f9fe0', '#7fb59b', '#d0a65c', '#a294d6', '#b3bdca'],
  text: '#e4e8ee',
  dim: '#a3adba',
  line: '#2b313b',
  surface: '#191d24',
};

export function chartColours(dark: boolean): ChartColours {
  return dark ? DARK : LIGHT;
}
