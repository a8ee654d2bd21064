import { describe, expect, it } from 'vitest';
import { readConfig } from '../src/config.ts';

describe('settings', () => {
  it('default to the embedded mode in ./var', () => {
    expect(readConfig({}, '/srv')).toMatchObject({
      mode: 'embedded',
      QUEUE: 'postgres',
      PORT: 8080,
      DATA_DIR: '/srv/var',
    });
  });

  it('use Redis for the queue when its address is given', () => {
    const env = { DATABASE_URL: 'postgres://db/bagyt', REDIS_URL: 'redis://cache:6379' };
    expect(readConfig(env, '/srv')).toMatchObject({ mode: 'servers', QUEUE: 'redis' });
  });

  it.each([
    ['a port that is no number', { PORT: 'http' }, 'PORT'],
    ['a misspelt setting', { DATABASE_URI: 'postgres://db/bagyt' }, 'DATABASE_URI is not a setting'],
    ['a database of another kind', { DATABASE_URL: 'mysql://db/bagyt' }, 'DATABASE_URL'],
    ['a Redis queue without Redis', { QUEUE: 'redis' }, 'QUEUE is redis'],
    ['Redis without PostgreSQL', { REDIS_URL: 'redis://cache:6379' }, 'REDIS_URL needs DATABASE_URL'],
    ['an admin key that can be guessed', { BOOTSTRAP_ADMIN_KEY: 'admin' }, 'BOOTSTRAP_ADMIN_KEY'],
  ])('stop the start with the name of %s', (_, env, message) => {
    expect(() => readConfig(env, '/srv')).toThrow(message);
  });
});
