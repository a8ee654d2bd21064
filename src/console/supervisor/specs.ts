import type { Dimension } from './dimensions.ts';
import type { FigureKind } from './figures.ts';

/** Which colour a part of a bar has; chart-colours.ts says which that is in either scheme. */
export type Shade =
  | 'main'
  | 'soft'
  | 'good'
  | 'late'
  | 'bad'
  | `age${0 | 1 | 2 | 3 | 4 | 5}`
  | `rate${1 | 2 | 3 | 4 | 5}`;

export interface Part {
  figure: string;
  shade: Shade;
}

/** One card of the dashboard. */
export interface ReportSpec {
  /** Name of the route and of the texts. */
  name: ReportName;
  /** By what it can be broken down; the first is shown at once. */
  dimensions: readonly [Dimension, ...Dimension[]];
  /** Parts of each bar; `normal` makes every bar as long as the whole. */
  bar: { parts: readonly Part[]; kind: FigureKind; normal?: true };
  /** What is written at the end of a bar: a figure, and how many it is about. */
  label: { figure: string; of?: string };
  /** Lines over time. */
  lines: readonly Part[];
  lineKind: FigureKind;
  /** Columns of the table. */
  columns: readonly (readonly [figure: string, kind: FigureKind])[];
  /** The figure above the cards, and how many it is about. */
  tile?: { figure: string; of: string };
  /** A snapshot of now: the period does not apply. */
  snapshot?: true;
}

export type ReportName =
  | 'inflow'
  | 'backlog'
  | 'agreement'
  | 'decision-time'
  | 'misroutes'
  | 'returned'
  | 'satisfaction'
  | 'due-dates'
  | 'degraded'
  | 'models';

const part = (figure: string, shade: Shade = 'main'): Part => ({ figure, shade });

/** The cards in their order, neighbours of like height. */
export const SPECS: readonly ReportSpec[] = [
  {
    name: 'inflow',
    dimensions: ['day', 'hourOfDay', 'channel', 'language', 'category', 'department', 'district'],
    bar: { parts: [part('appeals')], kind: 'count' },
    label: { figure: 'appeals' },
    lines: [part('appeals')],
    lineKind: 'count',
    columns: [
      ['appeals', 'count'],
      ['emergency', 'count'],
    ],
    tile: { figure: 'appeals', of: 'emergency' },
  },
  {
    name: 'decision-time',
    dimensions: ['day', 'department', 'category', 'level', 'district'],
    bar: { parts: [part('medianMinutes')], kind: 'minutes' },
    label: { figure: 'medianMinutes', of: 'decided' },
    lines: [part('medianMinutes'), part('p90Minutes', 'soft')],
    lineKind: 'minutes',
    columns: [
      ['decided', 'count'],
      ['medianMinutes', 'minutes'],
      ['p90Minutes', 'minutes'],
      ['withinHourShare', 'share'],
    ],
    tile: { figure: 'medianMinutes', of: 'decided' },
  },
  {
    name: 'backlog',
    dimensions: ['department', 'district', 'category', 'language', 'level'],
    bar: {
      parts: [
        part('under1h', 'age0'),
        part('from1hTo4h', 'age1'),
        part('from4hTo1d', 'age2'),
        part('from1dTo3d', 'age3'),
        part('from3dTo7d', 'age4'),
        part('over7d', 'age5'),
      ],
      kind: 'count',
    },
    label: { figure: 'open' },
    lines: [],
    lineKind: 'count',
    columns: [
      ['open', 'count'],
      ['overdue', 'count'],
      ['medianHours', 'hours'],
      ['oldestHours', 'hours'],
      ['under1h', 'count'],
      ['from1hTo4h', 'count'],
      ['from4hTo1d', 'count'],
      ['from1dTo3d', 'count'],
      ['from3dTo7d', 'count'],
      ['over7d', 'count'],
    ],
    tile: { figure: 'open', of: 'overdue' },
    snapshot: true,
  },
  {
    name: 'agreement',
    dimensions: ['category', 'department', 'level', 'modelVersion', 'language', 'day'],
    bar: { parts: [part('agreement')], kind: 'share' },
    label: { figure: 'agreement', of: 'decisions' },
    lines: [part('agreement')],
    lineKind: 'share',
    columns: [
      ['decisions', 'count'],
      ['confirmed', 'count'],
      ['corrected', 'count'],
      ['rejected', 'count'],
      ['agreement', 'share'],
      ['departmentAgreement', 'share'],
      ['top3', 'share'],
      ['rank2', 'count'],
      ['rank3', 'count'],
      ['notSuggested', 'count'],
    ],
    tile: { figure: 'agreement', of: 'decisions' },
  },
  {
    name: 'due-dates',
    dimensions: ['department', 'category', 'district', 'day'],
    bar: {
      parts: [part('decidedInTime', 'good'), part('decidedLate', 'late'), part('overdueOpen', 'bad')],
      kind: 'count',
      normal: true,
    },
    label: { figure: 'decidedInTimeShare', of: 'due' },
    lines: [part('decidedInTimeShare')],
    lineKind: 'share',
    columns: [
      ['due', 'count'],
      ['decidedInTime', 'count'],
      ['decidedLate', 'count'],
      ['overdueOpen', 'count'],
      ['notYetDue', 'count'],
      ['decidedInTimeShare', 'share'],
      ['resolvedInTimeShare', 'share'],
      ['overdueUnresolved', 'count'],
    ],
    tile: { figure: 'decidedInTimeShare', of: 'due' },
  },
  {
    name: 'misroutes',
    dimensions: ['department', 'category', 'district', 'level', 'day'],
    bar: { parts: [part('misrouteShare')], kind: 'share' },
    label: { figure: 'misrouteShare', of: 'decided' },
    lines: [part('misrouteShare'), part('correctedShare', 'soft')],
    lineKind: 'share',
    columns: [
      ['decided', 'count'],
      ['rerouted', 'count'],
      ['misrouteShare', 'share'],
      ['corrected', 'count'],
      ['correctedShare', 'share'],
      ['missedByBoth', 'count'],
    ],
    tile: { figure: 'misrouteShare', of: 'rerouted' },
  },
  {
    name: 'returned',
    dimensions: ['department', 'category', 'district', 'day'],
    bar: { parts: [part('returnedShare')], kind: 'share' },
    label: { figure: 'returnedShare', of: 'decided' },
    lines: [part('returnedShare')],
    lineKind: 'share',
    columns: [
      ['decided', 'count'],
      ['returned', 'count'],
      ['returnedShare', 'share'],
      ['returns', 'count'],
    ],
  },
  {
    name: 'satisfaction',
    dimensions: ['department', 'category', 'district', 'day'],
    bar: {
      parts: [
        part('rated1', 'rate1'),
        part('rated2', 'rate2'),
        part('rated3', 'rate3'),
        part('rated4', 'rate4'),
        part('rated5', 'rate5'),
      ],
      kind: 'count',
      normal: true,
    },
    label: { figure: 'mean', of: 'n' },
    lines: [part('mean')],
    lineKind: 'rating',
    columns: [
      ['n', 'count'],
      ['mean', 'rating'],
      ['lowShare', 'share'],
      ['rated1', 'count'],
      ['rated2', 'count'],
      ['rated3', 'count'],
      ['rated4', 'count'],
      ['rated5', 'count'],
    ],
    tile: { figure: 'mean', of: 'n' },
  },
  {
    name: 'degraded',
    dimensions: ['day', 'modelVersion', 'language'],
    bar: { parts: [part('degradedShare')], kind: 'share' },
    label: { figure: 'degradedShare', of: 'suggestions' },
    lines: [part('degradedShare')],
    lineKind: 'share',
    columns: [
      ['suggestions', 'count'],
      ['degraded', 'count'],
      ['degradedShare', 'share'],
      ['noModel', 'count'],
      ['embedderFailed', 'count'],
      ['embedderTimeout', 'count'],
      ['precedentsFailed', 'count'],
      ['modelFailed', 'count'],
    ],
  },
  {
    name: 'models',
    dimensions: ['day', 'modelVersion'],
    bar: { parts: [part('suggestions')], kind: 'count' },
    label: { figure: 'suggestions' },
    lines: [part('suggestions')],
    lineKind: 'count',
    columns: [
      ['suggestions', 'count'],
      ['preselect', 'count'],
      ['preselectShare', 'share'],
      ['manual', 'count'],
      ['degraded', 'count'],
    ],
  },
];
