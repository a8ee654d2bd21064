import { z } from 'zod';

/**
 * An id: letters of any alphabet, digits, dot, dash, underscore; no spaces.
 * Taxonomies derived from another city's log make their ids from names, so Cyrillic is allowed.
 */
export const IdSchema = z
  .string()
  .max(160)
  .regex(/^[\p{L}\p{N}][\p{L}\p{N}._-]*$/u, 'an id may hold letters, digits, ".", "-" and "_" only');

const Text = z.string().trim().min(1, 'must not be empty').max(600);

/** A name in Russian and, where the city has one, in Kyrgyz. */
export const NameSchema = z.strictObject({ ru: Text, ky: Text.optional() });

/** A text that must stand in both languages. */
export const BilingualSchema = z.strictObject({ ru: Text, ky: Text });

export const DistrictSchema = z.strictObject({ id: IdSchema, name: NameSchema });

/**
 * `scope: "district"` means one office per district; its name then holds the placeholder `{district}`.
 */
export const DepartmentSchema = z.strictObject({
  id: IdSchema,
  name: NameSchema,
  scope: z.enum(['city', 'district']),
});

export const GroupSchema = z.strictObject({ id: IdSchema, name: NameSchema });

/** "Not this, but that": a rule that names the category a similar appeal really belongs to. */
export const NearMissSchema = z.strictObject({ ru: Text, ky: Text, instead: IdSchema });

export const UrgencySchema = z.enum(['emergency', 'high', 'normal']);

export const CategorySchema = z.strictObject({
  id: IdSchema,
  group: IdSchema,
  name: NameSchema,
  /** Department that acts by default. */
  department: IdSchema,
  /** Departments that often act beside it. */
  alsoDepartments: z.array(IdSchema),
  urgency: UrgencySchema,
  /** The city's own term in working days; the legal term caps it (src/decide/due-date.ts). */
  workingDays: z.int().positive().max(365),
  definition: BilingualSchema.optional(),
  nearMisses: z.array(NearMissSchema).optional(),
  /** What citizens call it, in their own words. */
  synonyms: z.strictObject({ ru: z.array(Text), ky: z.array(Text) }).optional(),
  /** False where appeals are usually about a person: such texts never leave as open data. */
  openData: z.boolean().optional(),
});

/** One city's taxonomy file. References between its parts are checked in check.ts. */
export const TaxonomySchema = z.strictObject({
  city: IdSchema,
  version: z.string().min(1).max(40),
  districts: z.array(DistrictSchema),
  departments: z.array(DepartmentSchema).min(1),
  groups: z.array(GroupSchema).min(1),
  categories: z.array(CategorySchema).min(1),
});

export type Name = z.infer<typeof NameSchema>;
export type District = z.infer<typeof DistrictSchema>;
export type Department = z.infer<typeof DepartmentSchema>;
export type Group = z.infer<typeof GroupSchema>;
export type NearMiss = z.infer<typeof NearMissSchema>;
export type Urgency = z.infer<typeof UrgencySchema>;
export type Category = z.infer<typeof CategorySchema>;
export type Taxonomy = z.infer<typeof TaxonomySchema>;
