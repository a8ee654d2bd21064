/** Who may call a route. `public` routes need no key; every route names its roles, or the app does not start. */
export const ROLES = ['backend', 'dispatcher', 'ml', 'admin'] as const;
export type Role = (typeof ROLES)[number];
export type Access = readonly Role[] | 'public';

/** Who calls: the key's role and the name that history rows carry. */
export interface Caller {
  keyId: string;
  role: Role;
  /** «dispatcher:Айгуль»: role and name of the key. */
  actor: string;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access;
  }
  interface FastifyRequest {
    caller: Caller | null;
  }
}
