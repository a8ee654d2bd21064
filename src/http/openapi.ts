import swagger from '@fastify/swagger';
import reference from '@scalar/fastify-api-reference';
import type { FastifyInstance } from 'fastify';
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod';
import { REFERENCE } from './auth.ts';

/** Groups of the reference page, in the order in which a new user needs them. */
const TAGS = [
  { name: 'appeals', description: 'For the appeals backend: send appeals, read suggestions and decisions' },
  { name: 'review', description: 'For dispatchers: the queue, claims, decisions, live events' },
  { name: 'reports', description: 'For supervisors and management: KPIs with their formulas, as JSON or CSV' },
  { name: 'webhooks', description: 'Where suggestions and decisions are sent to, and what could not be delivered' },
  { name: 'reference', description: 'The taxonomy' },
  { name: 'admin', description: 'Keys, models' },
  { name: 'health', description: 'For operators' },
];

const DESCRIPTION = `Routes citizens' appeals: category, department, calibrated confidence, reasons.

Send your key as \`Authorization: Bearer …\`. Errors are problem documents (RFC 9457) with a stable \`code\`.
Times are ISO 8601. Lists are paged by an opaque \`cursor\`. Unknown fields are refused.`;

/** Describes every route from the schemas that validate it: `/openapi.json`, and a reference page at `/docs`. */
export async function describeApi(app: FastifyInstance, version: string, publicUrl: string | undefined): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Bagyt',
        version,
        description: DESCRIPTION,
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      ...(publicUrl === undefined ? {} : { servers: [{ url: publicUrl }] }),
      tags: TAGS,
      components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
      security: [{ key: [] }],
    },
    transform: ({ schema, url, route, ...rest }) => {
      const hide = !url.startsWith('/v1') && !url.startsWith('/health') && url !== '/metrics';
      const access = route.config?.access;
      const roles =
        access === 'public' ? 'Open to all.' : `Roles: ${[...(access ?? []), 'admin'].filter(unique).join(', ')}.`;
      const described = {
        ...schema,
        hide,
        description: [schema?.description, roles].filter(Boolean).join('\n\n'),
        ...(access === 'public' ? { security: [] } : {}),
      };
      return jsonSchemaTransform({ schema: described, url, route, ...rest });
    },
    transformObject: jsonSchemaTransformObject,
  });
  app.get('/openapi.json', { config: { access: 'public' }, schema: { hide: true } }, async () => app.swagger());
  // Everything the page needs comes from the package: no fonts, proxy or telemetry from elsewhere.
  await app.register(reference, {
    routePrefix: REFERENCE,
    configuration: {
      url: '/openapi.json',
      title: 'Bagyt API',
      withDefaultFonts: false,
      telemetry: false,
      hideClientButton: true,
    },
  });
}

function unique<T>(value: T, index: number, all: T[]): boolean {
  return all.indexOf(value) === index;
}
