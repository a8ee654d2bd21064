import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { ERRORS, type ErrorCode, Problem } from '../errors.ts';
import { fieldErrors, summarise } from './field-errors.ts';

/** Fastify's own errors that a caller can cause. */
const BY_FASTIFY_CODE: Readonly<Record<string, ErrorCode>> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported-media-type',
  FST_ERR_CTP_BODY_TOO_LARGE: 'body-too-large',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'malformed-json',
  FST_ERR_CTP_INVALID_JSON_BODY: 'malformed-json',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'malformed-json',
};

/** Answers every error as an RFC 9457 problem document; what is not ours leaves as `internal` and goes to the log. */
export function answerProblems(app: FastifyInstance): void {
  app.setErrorHandler((error: FastifyError, request, reply) => sendProblem(request, reply, toProblem(error, request)));
  app.setNotFoundHandler((request, reply) =>
    sendProblem(request, reply, new Problem('not-found', `${request.method} ${pathOf(request)} is not a route`)),
  );
}

/** The problem document of an error, as it stands in single answers and in the items of a batch. */
export function problemDocument(
  error: Problem,
): Record<string, unknown> & { status: number; code: string; detail: string } {
  return {
    type: `urn:bagyt:problem:${error.code}`,
    title: ERRORS[error.code].title,
    status: error.status,
    code: error.code,
    detail: error.message,
    ...error.extras,
  };
}

function sendProblem(request: FastifyRequest, reply: FastifyReply, error: Problem): FastifyReply {
  if (error.status === 401) void reply.header('www-authenticate', 'Bearer realm="bagyt"');
  return reply
    .code(error.status)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .serializer(JSON.stringify)
    .send({ ...problemDocument(error), instance: request.id });
}

function toProblem(error: FastifyError, request: FastifyRequest): Problem {
  if (error instanceof Problem) {
    if (error.status >= 500 && error.code !== 'not-ready') request.log.error({ err: error }, 'problem');
    return error.status >= 500 && error.code !== 'not-ready' ? internal() : error;
  }
  if (hasZodFastifySchemaValidationErrors(error)) {
    const root = error.validationContext ?? 'body';
    const errors = error.validation.flatMap(({ instancePath, message = 'is not valid', params }) => {
      const path = instancePath.split('/').filter((part) => part !== '');
      return fieldErrors({ path, message, keys: params.keys as string[] | undefined }, root);
    });
    return new Problem('invalid-request', summarise(errors), { errors });
  }
  const code = BY_FASTIFY_CODE[error.code];
  if (code !== undefined) return new Problem(code, error.message);
  if (error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500)
    return new Problem('invalid-request', error.message);
  request.log.error({ err: error }, 'unexpected error');
  return internal();
}

function internal(): Problem {
  return new Problem('internal', 'The error is in our log under the instance of this answer');
}

function pathOf(request: FastifyRequest): string {
  return request.url.split('?')[0] ?? request.url;
}
