/**
 * Every error that may leave the service. The code is stable and documented; the status is what HTTP answers;
 * the title is what a person reads. Other modules throw `problem(code, …)` and never a bare text.
 */
export const ERRORS = {
  'invalid-request': { status: 422, title: 'The request does not match the schema' },
  'malformed-json': { status: 400, title: 'The body is not valid JSON' },
  'invalid-utf8': { status: 400, title: 'The body is not valid UTF-8' },
  'unsupported-media-type': { status: 415, title: 'The content type must be application/json' },
  'body-too-large': { status: 413, title: 'The body is too large' },
  unauthenticated: { status: 401, title: 'A valid API key is required' },
  forbidden: { status: 403, title: 'This key may not do that' },
  'not-found': { status: 404, title: 'There is nothing here' },
  'method-not-allowed': { status: 405, title: 'The method is not allowed here' },
  'external-id-conflict': { status: 409, title: 'This external id was used for another body' },
  'outcome-conflict': { status: 409, title: 'This outcome was reported with another content' },
  'version-conflict': { status: 409, title: 'The appeal has changed since it was read' },
  'claim-conflict': { status: 409, title: 'Another dispatcher holds this appeal' },
  'state-conflict': { status: 409, title: 'The appeal is not in a state that allows this' },
  'too-many-requests': { status: 429, title: 'Too many requests' },
  'not-ready': { status: 503, title: 'The service is not ready' },
  internal: { status: 500, title: 'Something failed on our side' },
  'folder-locked': { status: 500, title: 'Another process holds the data folder' },
  'invalid-config': { status: 500, title: 'The configuration is not valid' },
  'invalid-taxonomy': { status: 500, title: 'The taxonomy is not valid' },
  'invalid-model': { status: 500, title: 'The model cannot be loaded' },
  'invalid-data': { status: 500, title: 'A data file is not valid' },
} as const satisfies Record<string, { status: number; title: string }>;

export type ErrorCode = keyof typeof ERRORS;

/** One field that is wrong: `path` is a JSON pointer into the body, the query or the file. */
export interface FieldError {
  path: string;
  message: string;
}

/** Extra members of the RFC 9457 problem document; `errors` lists the wrong fields. */
export interface ProblemExtras {
  errors?: FieldError[];
  [member: string]: unknown;
}

/** An error with a stable code; `detail` is for the caller and never holds internals. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly code: ErrorCode;
  readonly extras: ProblemExtras;

  constructor(code: ErrorCode, detail: string, extras: ProblemExtras = {}, options?: ErrorOptions) {
    super(detail, options);
    this.code = code;
    this.extras = extras;
  }

  get status(): number {
    return ERRORS[this.code].status;
  }
}

/** Shorthand for `throw problem('not-found', 'No appeal has this id')`. */
export function problem(code: ErrorCode, detail: string, extras: ProblemExtras = {}, options?: ErrorOptions): Problem {
  return new Problem(code, detail, extras, options);
}
