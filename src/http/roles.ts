import type { Role } from '../store/schema.ts';

/** Who may call a route. `public` routes need no key; every route names its roles, or the app does not start. */
export type Access = readonly Role[] | 'public';

/** Who calls: the key's role and the name that history rows carry. */
export interface Caller {
  keyId: string;
  role: Role;
  /** «dispatcher:Айгуль»: role and name of the key. */
  actor: string;
}

/** A route as it was declared. */
export interface DeclaredRoute {
  method: string;
  url: string;
  access: Access;
}

declare module 'fastify' {
  interface FastifyInstance {
    /** Every route with who may call it. */
    routeTable: DeclaredRoute[];
  }
  interface FastifyContextConfig {
    access?: Access;
  }
  interface FastifyRequest {
    caller: Caller | null;
  }
}
