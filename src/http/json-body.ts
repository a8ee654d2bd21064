import type { FastifyInstance } from 'fastify';
import { Problem } from '../errors.ts';

/** Largest body, in bytes: a batch of 500 ordinary appeals fits, 5 MB does not. */
export const BODY_LIMIT = 4 * 1024 * 1024;

/**
 * Reads JSON bodies strictly: bytes that are not UTF-8 are an error and not replacement characters in an appeal.
 * Any other content type is refused by Fastify.
 */
export function readJsonStrictly(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  const parseText = app.getDefaultJsonParser('error', 'error');
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    let text: string;
    try {
      text = new TextDecoder('utf-8', { fatal: true }).decode(body as Buffer);
    } catch {
      done(new Problem('invalid-utf8', 'The body holds bytes that are not UTF-8'));
      return;
    }
    parseText(request, text, (error, value) => {
      if (error) done(new Problem('malformed-json', error.message, {}, { cause: error }));
      else done(null, value);
    });
  });
}
