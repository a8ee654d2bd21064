/** `npm run config`: every setting with its default and meaning, as a table. */
import { ConfigSchema } from '../src/config.ts';

const rows = Object.entries(ConfigSchema.shape).map(([name, schema]) => {
  const fallback = schema.safeParse(undefined);
  return { name, default: fallback.success ? String(fallback.data ?? '–') : '–', meaning: schema.description ?? '' };
});
const width = (key: 'name' | 'default') => Math.max(...rows.map((row) => row[key].length));
for (const row of rows)
  process.stdout.write(`${row.name.padEnd(width('name'))}  ${row.default.padEnd(width('default'))}  ${row.meaning}\n`);
