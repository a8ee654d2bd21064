import { z } from 'zod';
import { IdSchema } from '../../taxonomy/schema.ts';

/** RFC 9457. `code` is stable (src/errors.ts); `errors` names the wrong fields by JSON pointer. */
export const ProblemSchema = z
  .looseObject({
    type: z.string().describe('urn:bagyt:problem:<code>'),
    title: z.string(),
    status: z.int(),
    code: z.string(),
    detail: z.string(),
    instance: z.string().optional().describe('id of the request, as in the log'),
    errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  })
  .meta({ id: 'Problem' });

/** Opaque cursor of the next page; absent: this was the last. */
export const NextCursorSchema = z
  .string()
  .optional()
  .describe('pass it as `cursor` for the next page; absent on the last');

export const PageQuerySchema = z.object({
  cursor: z.string().max(500).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

export const UuidSchema = z.uuid();
export const TimeSchema = z.iso.datetime({ offset: true });
/** Category, department and district ids are the taxonomy's: existence is checked against it, not by the schema. */
export const TaxonomyIdSchema = IdSchema;

/** A text without NUL, which PostgreSQL cannot store, and not only of white space. */
export const textOf = (max: number) =>
  z
    .string()
    .max(max)
    .refine((value) => !value.includes('\u0000'), 'must not hold the NUL character')
    .refine((value) => value.isWellFormed(), 'must be well-formed Unicode')
    .refine((value) => value.trim().length > 0, 'must not be empty or white space only');
