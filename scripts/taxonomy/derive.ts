/**
 * `npm run taxonomy:derive -- FILE… [--category reason] [--group category] [--department unit] [--district district]
 *  [--declared declared_reason] [--city NAME] --out FILE`
 *
 * Makes a taxonomy from a city's log of past appeals: its categories, their groups, the department that most often
 * acted on each, and its districts. Urgency and terms are not in a log: everything is `normal` with the given days.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { readRows } from '../../src/table-file.ts';
import { parseTaxonomy } from '../../src/taxonomy/load.ts';
import { type DeriveOptions, deriveTaxonomy } from './derive-taxonomy.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    category: { type: 'string', default: 'reason' },
    group: { type: 'string', default: 'category' },
    department: { type: 'string', default: 'unit' },
    district: { type: 'string', default: 'district' },
    declared: { type: 'string', default: 'declared_reason' },
    city: { type: 'string', default: 'derived' },
    days: { type: 'string', default: '14' },
    out: { type: 'string' },
  },
});
if (positionals.length === 0 || values.out === undefined) {
  process.stderr.write('usage: npm run taxonomy:derive -- FILE… --out FILE\n');
  process.exit(2);
}
const options: DeriveOptions = { ...values, workingDays: Number(values.days) };
const rows: Record<string, unknown>[] = [];
for (const file of positionals) for await (const row of readRows(file)) if ('fields' in row) rows.push(row.fields);
const taxonomy = parseTaxonomy(deriveTaxonomy(rows, options), 'the derived taxonomy');
mkdirSync(dirname(values.out), { recursive: true });
writeFileSync(values.out, `${JSON.stringify(taxonomy, null, 1)}\n`);
const count = (part: readonly unknown[]) => part.length.toLocaleString('en-US');
process.stdout.write(
  `${values.out}: ${count(rows)} rows gave ${count(taxonomy.categories)} categories in ${count(taxonomy.groups)} groups, ` +
    `${count(taxonomy.departments)} departments, ${count(taxonomy.districts)} districts\n`,
);
