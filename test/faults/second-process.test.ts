import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lockFolder } from '../../src/store/lock.ts';
import { migratedFolder, temporaryFolder } from '../helpers/folders.ts';
import { type Instance, startInstance } from '../helpers/instance.ts';
import type { Place } from '../helpers/modes.ts';

describe('the embedded folder', () => {
  let place: Place;
  let instance: Instance;
  beforeAll(async () => {
    const folder = await migratedFolder('second');
    const remove = async () => rmSync(folder, { recursive: true, force: true });
    place = { mode: 'embedded', env: { DATA_DIR: folder }, folder, remove };
    instance = await startInstance(place);
  });
  afterAll(async () => {
    await instance.end('SIGKILL');
    await place.remove();
  });

  it('is refused to a second service, which says who has it and leaves it alone', async () => {
    await expect(startInstance(place)).rejects.toThrow(
      `Another Bagyt process (pid ${instance.processes[0]?.pid}) holds ${place.folder}`,
    );
    expect((await instance.call('admin', 'GET', '/health/ready')).status).toBe(200);
  });

  it('is left unlocked by a service whose port is taken', async () => {
    const other = { ...place, folder: temporaryFolder('taken') };
    other.env = { DATA_DIR: other.folder };
    await expect(startInstance(other, { PORT: new URL(instance.url).port })).rejects.toThrow('is in use by another');
    await (await lockFolder(other.folder)).release();
    rmSync(other.folder, { recursive: true });
  });

  it('keeps the development keys from other users, and keeps them over a kill -9', async () => {
    expect(statSync(join(place.folder, 'dev-keys.json')).mode & 0o777).toBe(0o600);
    const { keys } = instance;
    await instance.end('SIGKILL');
    instance = await startInstance(place);
    expect(instance.keys).toEqual(keys);
    expect((await instance.call('dispatcher', 'GET', '/v1/review')).status).toBe(200);
  });
});
