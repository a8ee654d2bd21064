import type { NewAppeal } from '../../src/http/schemas/appeal.ts';

/** Names of the fields in files that people have; the first that is there is taken. */
const COLUMNS = {
  externalId: ['externalId', 'external_id', 'id'],
  text: ['text', 'body', 'message'],
  submittedAt: ['submittedAt', 'submitted_at', 'created_at', 'createdAt', 'date'],
  declaredCategory: ['declaredCategory', 'declared_category', 'declared_reason', 'declared'],
  district: ['district'],
  lat: ['lat', 'latitude'],
  lon: ['lon', 'lng', 'longitude'],
  address: ['address'],
  channel: ['channel'],
  language: ['language'],
} as const;
export type Column = keyof typeof COLUMNS;

/** Turns names or ids of categories and districts into ids; unknown ones stay and the service refuses them. */
export interface Names {
  category(nameOrId: string): string;
  district(nameOrId: string): string;
}

export interface RowOptions {
  /** Column to take for a field instead of the usual names. */
  columns: Partial<Record<Column, string>>;
  /** Offset of local times, e.g. `+06:00`. */
  offset: string;
  names: Names;
}

/** One row of a file as the request body of an appeal; absent fields are left out, wrong ones are for the service to refuse. */
export function rowToAppeal(fields: Record<string, unknown>, options: RowOptions): Partial<NewAppeal> {
  const pick = (column: Column): unknown => {
    const chosen = options.columns[column];
    const name = chosen ?? COLUMNS[column].find((candidate) => fields[candidate] != null && fields[candidate] !== '');
    return name === undefined ? undefined : (fields[name] ?? undefined);
  };
  const text = (column: Column) => asText(pick(column));
  const submitted = text('submittedAt');
  const declared = text('declaredCategory');
  const district = text('district');
  const location = {
    lat: asNumber(pick('lat')),
    lon: asNumber(pick('lon')),
    address: text('address'),
    district: district === undefined ? undefined : options.names.district(district),
  };
  return withoutUndefined({
    externalId: text('externalId'),
    text: text('text'),
    language: text('language'),
    channel: text('channel') ?? 'import',
    declaredCategory: declared === undefined ? undefined : options.names.category(declared),
    submittedAt: submitted === undefined ? undefined : withOffset(submitted, options.offset),
    location: Object.values(location).some((value) => value !== undefined) ? withoutUndefined(location) : undefined,
  }) as Partial<NewAppeal>;
}

function asText(value: unknown): string | undefined {
  return value === undefined ? undefined : String(value);
}

/** What is no number stays as it is, so that the service names the field. */
function asNumber(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  const number = Number(value.replace(',', '.'));
  return Number.isNaN(number) ? value : number;
}

/** `2020-10-18 14:50:40` and `2020-10-18` are local times. */
function withOffset(time: string, offset: string): string {
  const iso = time.trim().replace(' ', 'T');
  if (/(?:Z|[+-]\d\d:?\d\d)$/u.test(iso)) return iso;
  return `${iso.includes('T') ? iso : `${iso}T00:00:00`}${offset}`;
}

function withoutUndefined(value: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== undefined));
}
