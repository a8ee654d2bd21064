import { type FieldError, problem } from '../errors.ts';
import type { TaxonomyIndex } from '../taxonomy/index-taxonomy.ts';
import { summarise } from './field-errors.ts';
import type { RouteRequest } from './schemas/appeal.ts';

/** Clocks of senders may be ahead of ours by this much (milliseconds). */
export const CLOCK_SKEW = 5 * 60_000;

/**
 * What a schema cannot know: whether ids are in the taxonomy, and whether a time is in the future.
 * @throws Problem `invalid-request` with the path of every wrong field
 */
export function checkContent(content: RouteRequest, taxonomy: TaxonomyIndex, now: Date): void {
  const errors: FieldError[] = [];
  const { declaredCategory, location, submittedAt } = content;
  if (declaredCategory !== undefined && taxonomy.category(declaredCategory) === undefined)
    errors.push({ path: '/body/declaredCategory', message: `${declaredCategory} is not a category of the taxonomy` });
  if (location?.district !== undefined && taxonomy.district(location.district) === undefined)
    errors.push({ path: '/body/location/district', message: `${location.district} is not a district of the taxonomy` });
  if (submittedAt !== undefined && Date.parse(submittedAt) > now.getTime() + CLOCK_SKEW)
    errors.push({ path: '/body/submittedAt', message: 'is in the future' });
  refuse(errors);
}

/** Ids of a decision. @throws Problem `invalid-request` */
export function checkChoice(
  choice: { category?: string | undefined; department?: string | undefined; coDepartments?: string[] | undefined },
  taxonomy: TaxonomyIndex,
): void {
  const errors: FieldError[] = [];
  if (choice.category !== undefined && taxonomy.category(choice.category) === undefined)
    errors.push({ path: '/body/category', message: `${choice.category} is not a category of the taxonomy` });
  if (choice.department !== undefined && taxonomy.department(choice.department) === undefined)
    errors.push({ path: '/body/department', message: `${choice.department} is not a department of the taxonomy` });
  for (const [index, department] of (choice.coDepartments ?? []).entries())
    if (taxonomy.department(department) === undefined)
      errors.push({
        path: `/body/coDepartments/${index}`,
        message: `${department} is not a department of the taxonomy`,
      });
  refuse(errors);
}

function refuse(errors: FieldError[]): void {
  if (errors.length > 0) throw problem('invalid-request', summarise(errors), { errors });
}
