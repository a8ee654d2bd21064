/** `npm run taxonomy:check -- FILE`: says whether a city's own taxonomy file can be used, and what it still lacks. */
import { missingDetails } from '../../src/taxonomy/check.ts';
import { loadTaxonomy, TaxonomyError } from '../../src/taxonomy/load.ts';

function main(): number {
  const file = process.argv[2];
  if (file === undefined) {
    console.error('usage: npm run taxonomy:check -- FILE');
    return 2;
  }
  try {
    const taxonomy = loadTaxonomy(file);
    const { districts, departments, groups, categories } = taxonomy;
    console.log(
      `${file}: valid — ${taxonomy.city} ${taxonomy.version}: ${districts.length} districts, ` +
        `${departments.length} departments, ${groups.length} groups, ${categories.length} categories`,
    );
    const missing = missingDetails(taxonomy);
    if (missing.length > 0) console.log(`${missing.length} optional details are missing:`);
    for (const { path, message } of missing.slice(0, 20)) console.log(`  ${path}: ${message}`);
    if (missing.length > 20) console.log(`  … and ${missing.length - 20} more`);
    return 0;
  } catch (error) {
    if (!(error instanceof TaxonomyError)) throw error;
    console.error(error.message);
    return 1;
  }
}

process.exitCode = main();
