import { describe, expect, it } from 'vitest';
import { preferredWait } from '../../src/http/backend/prefer.ts';

describe('Prefer: wait', () => {
  it.each([
    [undefined, 0],
    ['wait=3', 3],
    ['respond-async, wait=5', 5],
    ['Wait = "7"', 7],
    ['wait=600', 10],
    ['wait=-1', 0],
    ['wait=soon', 0],
  ])('%s means %i seconds', (header, seconds) => {
    expect(preferredWait(header)).toBe(seconds);
  });
});
