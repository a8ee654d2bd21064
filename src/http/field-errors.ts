import type { FieldError } from '../errors.ts';

/** The parts of a zod issue, in zod's own shape or as the Fastify plugin passes it on. */
interface Issue {
  path: readonly PropertyKey[];
  message: string;
  /** Names of fields that the schema does not know. */
  keys?: readonly string[] | undefined;
}

/**
 * The wrong fields of an issue as JSON pointers: an unknown field is named itself, not the object that holds it.
 * @param root where the value was: `body`, `querystring`, `params`, `headers`
 */
export function fieldErrors(issue: Issue, root: string): FieldError[] {
  const path = ['', root, ...issue.path.map(String)].join('/');
  if (issue.keys === undefined) return [{ path, message: issue.message }];
  return issue.keys.map((key) => ({ path: `${path}/${key}`, message: 'is not a known field' }));
}

/** One line of all wrong fields, for people. */
export function summarise(errors: readonly FieldError[]): string {
  return errors.map((error) => `${error.path} ${error.message}`).join('; ');
}
