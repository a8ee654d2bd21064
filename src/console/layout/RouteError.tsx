import type { ErrorComponentProps } from '@tanstack/react-router';
import { Failed } from '../ui/states.tsx';

/** A page broke; the others still work. */
export function RouteError({ error, reset }: ErrorComponentProps) {
  return <Failed error={error} retry={reset} />;
}
