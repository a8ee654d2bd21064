/** Every migration in order. Add a file and a line; never edit one that was released. */
import type { Migration } from 'kysely/migration';
import * as appeals from './0001-appeals.ts';
import * as review from './0002-review.ts';
import * as delivery from './0003-delivery.ts';
import * as access from './0004-access.ts';
import * as precedents from './0005-precedents.ts';
import * as reports from './0005-reports.ts';
import * as sameText from './0006-same-text.ts';

export const MIGRATIONS: Record<string, Migration> = {
  '0001-appeals': appeals,
  '0002-review': review,
  '0003-delivery': delivery,
  '0004-access': access,
  '0005-precedents': precedents,
  '0005-reports': reports,
  '0006-same-text': sameText,
};
