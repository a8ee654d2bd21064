import { readFileSync } from 'node:fs';
import { Problem } from '../errors.ts';
import { checkReferences, type TaxonomyProblem } from './check.ts';
import { type Taxonomy, TaxonomySchema } from './schema.ts';

/** A taxonomy file that cannot be used; `problems` lists every finding with its path in the file. */
export class TaxonomyError extends Problem {
  readonly source: string;
  readonly problems: readonly TaxonomyProblem[];

  constructor(source: string, problems: readonly TaxonomyProblem[]) {
    const lines = problems.map((entry) => `  ${entry.path}: ${entry.message}`);
    super('invalid-taxonomy', `${source} is not valid (${problems.length} problems)\n${lines.join('\n')}`);
    this.source = source;
    this.problems = problems;
  }
}

/** Writes a zod path the way people read JSON: `categories[3].name.ru`. */
export function readablePath(path: readonly PropertyKey[]): string {
  const text = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('');
  return text.replace(/^\./, '') || '(whole file)';
}

/**
 * Validates a parsed JSON value as a taxonomy: shape first, then references between its parts.
 * @param source name used in messages, usually the file path
 * @throws TaxonomyError with every problem found
 */
export function parseTaxonomy(value: unknown, source: string): Taxonomy {
  const parsed = TaxonomySchema.safeParse(value);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => ({ path: readablePath(issue.path), message: issue.message }));
    throw new TaxonomyError(source, problems);
  }
  const problems = checkReferences(parsed.data);
  if (problems.length > 0) throw new TaxonomyError(source, problems);
  return parsed.data;
}

/**
 * Reads and validates a taxonomy file (JSON, UTF-8).
 * @throws TaxonomyError when the file is missing, is not JSON, has a wrong shape or dangling references
 */
export function loadTaxonomy(path: string): Taxonomy {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new TaxonomyError(path, [
      { path: '(whole file)', message: error instanceof Error ? error.message : String(error) },
    ]);
  }
  return parseTaxonomy(value, path);
}
