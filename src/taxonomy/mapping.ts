import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { TaxonomyError } from './load.ts';
import { IdSchema, type Taxonomy } from './schema.ts';

/** One reason of another city's portal, by name, and what it means in ours; `null`: nothing corresponds. */
export const MappingEntrySchema = z.strictObject({
  reason: z.string().min(1),
  category: IdSchema.nullable(),
  /** 0–1: how sure it is that a text filed under that reason belongs to the category. Meant as a sample weight. */
  weight: z.number().min(0).max(1),
  /** Texts filed under that reason practically never tell of an immediate danger. Absent: they may. */
  harmless: z.literal(true).optional(),
  note: z.string().min(1).optional(),
});

export const MappingSchema = z.strictObject({
  version: z.string().min(1),
  from: IdSchema,
  to: IdSchema,
  description: z.string().min(1),
  entries: z.array(MappingEntrySchema).min(1),
});

export type Mapping = z.infer<typeof MappingSchema>;
export type MappingEntry = z.infer<typeof MappingEntrySchema>;

/**
 * Reads a mapping between two taxonomies (data/mappings/*.json) and checks it against the target taxonomy.
 * Returns the entries by reason.
 * @throws TaxonomyError for unknown categories, reasons listed twice, or a weight that contradicts `null`
 */
export function loadMapping(path: string, target: Taxonomy): ReadonlyMap<string, MappingEntry> {
  const parsed = MappingSchema.safeParse(JSON.parse(readFileSync(path, 'utf8')));
  if (!parsed.success)
    throw new TaxonomyError(path, [{ path: '(whole file)', message: z.prettifyError(parsed.error) }]);
  const known = new Set(target.categories.map((category) => category.id));
  const byReason = new Map<string, MappingEntry>();
  const problems = parsed.data.entries.flatMap((entry, i) => {
    const at = `entries[${i}]`;
    const repeated = byReason.has(entry.reason);
    byReason.set(entry.reason, entry);
    if (repeated) return [{ path: `${at}.reason`, message: 'is listed twice' }];
    if (entry.category !== null && !known.has(entry.category)) {
      return [{ path: `${at}.category`, message: `no category has the id "${entry.category}"` }];
    }
    if ((entry.category === null) !== (entry.weight === 0)) {
      return [{ path: `${at}.weight`, message: 'must be 0 exactly where the category is null' }];
    }
    return [];
  });
  if (problems.length > 0) throw new TaxonomyError(path, problems);
  return byReason;
}
