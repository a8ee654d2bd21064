import type { Session } from '../session/session.ts';

/** A problem document (RFC 9457) that the service answered with. */
export interface ProblemDocument {
  status: number;
  code: string;
  detail: string;
  errors?: { path: string; message: string }[];
  /** The appeal as it stands, in conflicts. */
  current?: { id: string; state: string; version: number; claim: { by: string; until: string } | null };
}

/** The service refused. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly document: ProblemDocument;

  constructor(document: ProblemDocument) {
    super(document.detail);
    this.document = document;
  }

  get status(): number {
    return this.document.status;
  }

  get code(): string {
    return this.document.code;
  }
}

/** The service did not answer at all. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable';
}

export type Params = Record<string, string | number | undefined>;

/** Calls of the service's HTTP API with the key of the session. All throw {@link ApiProblem} or {@link Unreachable}. */
export interface Api {
  get<T>(path: string, params?: Params, signal?: AbortSignal): Promise<T>;
  send<T>(
    method: 'POST' | 'DELETE',
    path: string,
    body?: unknown,
    options?: { signal?: AbortSignal; headers?: Record<string, string>; keepalive?: boolean },
  ): Promise<T>;
  /** The answer itself, for streams. */
  open(path: string, signal: AbortSignal): Promise<Response>;
}

export function createApi(session: Session): Api {
  const call = async (path: string, init: RequestInit): Promise<Response> => {
    const key = session.key();
    const headers = new Headers(init.headers);
    if (key !== null) headers.set('authorization', `Bearer ${key}`);
    let answer: Response;
    try {
      answer = await fetch(path, { ...init, headers, cache: 'no-store' });
    } catch (error) {
      if (error instanceof DOMException && error.name === 'AbortError') throw error;
      throw new Unreachable(path);
    }
    if (answer.ok) return answer;
    const document = await readProblem(answer);
    // The key was revoked: whoever works here has to show another.
    if (document.status === 401 && key === session.key()) session.close();
    throw new ApiProblem(document);
  };
  return {
    get: async (path, params = {}, signal) => {
      const query = new URLSearchParams();
      for (const [name, value] of Object.entries(params))
        if (value !== undefined && value !== '') query.set(name, String(value));
      const suffix = query.size === 0 ? '' : `?${query}`;
      const answer = await call(`${path}${suffix}`, signal === undefined ? {} : { signal });
      return await answer.json();
    },
    send: async (method, path, body, options = {}) => {
      const answer = await call(path, {
        method,
        headers: { ...options.headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        ...(options.signal === undefined ? {} : { signal: options.signal }),
        ...(options.keepalive === undefined ? {} : { keepalive: options.keepalive }),
      });
      return answer.status === 204 ? null : await answer.json();
    },
    open: (path, signal) => call(path, { signal, headers: { accept: 'text/event-stream' } }),
  };
}

/** A proxy in between may answer with something that is no problem document. */
async function readProblem(answer: Response): Promise<ProblemDocument> {
  const document: Partial<ProblemDocument> = await answer.json().catch(() => ({}));
  return { code: 'internal', detail: answer.statusText, ...document, status: answer.status };
}
