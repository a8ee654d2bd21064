import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';

describe('npm run data:check', () => {
  // Comparing every pair of eighty thousand texts takes its time on a busy machine.
  it('finds everything under data/ in order and prints category × language × split', { timeout: 600_000 }, () => {
    const output = execFileSync(process.execPath, ['scripts/data/data-check.ts'], { encoding: 'utf8' });
    expect(output).toContain('The data is in order.');
    expect(output).toMatch(/^\| water\.leak \| \d+\/\d+\/\d+ \| \d+\/\d+\/\d+ \| \d+\/\d+\/\d+ \|/m);
  });
});
