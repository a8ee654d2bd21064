/** `npm run eval:shadow -- --model V [--since 2026-11-01] [--follow]`: lets a candidate answer unseen beside the active model. */
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { classifierFromModel } from '../../src/classify/classifier.ts';
import { loadLexicon } from '../../src/classify/keywords/lexicon.ts';
import { loadModel } from '../../src/classify/model.ts';
import { readConfig } from '../../src/config.ts';
import { loadCalendar } from '../../src/decide/calendar.ts';
import { dueAt } from '../../src/decide/due-date.ts';
import { problem } from '../../src/errors.ts';
import { districtResolver } from '../../src/intake/district.ts';
import { loadDistrictPolygons } from '../../src/intake/district-polygons.ts';
import { loadGazetteer } from '../../src/intake/gazetteer.ts';
import { runCommand } from '../../src/run-command.ts';
import { openStore } from '../../src/store/open.ts';
import { precedentSource } from '../../src/store/precedents.ts';
import { indexTaxonomy } from '../../src/taxonomy/index-taxonomy.ts';
import { loadTaxonomy } from '../../src/taxonomy/load.ts';
import { triageWith } from '../../src/triage.ts';
import { findModel } from '../entrants.ts';
import { ROOT } from '../hashes.ts';
import { LEXICON } from '../suites/bishkek.ts';
import { runShadow } from './shadow.ts';
import { sinceOf } from './since.ts';

/** Pause between looks for new appeals with `--follow` (milliseconds). */
const PAUSE_MS = 10_000;

async function main(): Promise<undefined> {
  const { values } = parseArgs({
    options: { model: { type: 'string' }, since: { type: 'string' }, follow: { type: 'boolean', default: false } },
  });
  if (values.model === undefined)
    throw problem('invalid-config', 'npm run eval:shadow -- --model V [--since 7d] [--follow]');
  const config = readConfig(process.env, process.cwd());
  const calendar = loadCalendar(join(ROOT, 'data/calendar/kg-holidays.json'));
  // An embedded folder is held by its service: then this says so and ends.
  const store = await openStore(config);
  const model = await loadModel(findModel(values.model), {
    encoderRoots: [join(ROOT, 'models'), join(ROOT, 'var/encoders')],
    lexicon: loadLexicon(LEXICON),
  });
  try {
    const triage = triageWith({
      classifier: classifierFromModel(model, { precedents: precedentSource(store.db), timeZone: calendar.timezone }),
      taxonomy: indexTaxonomy(loadTaxonomy(config.TAXONOMY)),
      resolveDistrict: districtResolver(
        loadDistrictPolygons(join(ROOT, 'data/geo/districts.geojson')),
        loadGazetteer(join(ROOT, 'data/geo/gazetteer.json')),
      ),
      dueAt: (from, days) => dueAt(from, days, calendar),
    });
    const since = sinceOf(values.since ?? '7d', new Date());
    do {
      const stored = await runShadow(store.db, { version: model.version, triage, since, now: () => new Date() });
      if (stored > 0 || !values.follow) process.stdout.write(`${model.version}: ${stored} appeals in shadow\n`);
      if (values.follow) await wait(PAUSE_MS);
    } while (values.follow);
  } finally {
    await model.close();
    await store.close();
  }
}

await runCommand(main, 2);
