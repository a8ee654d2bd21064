/** Limited-memory BFGS with backtracking (Nocedal & Wright, Numerical Optimization, 2nd ed., algorithms 7.4, 3.1). */

/** Returns the loss at `x` and writes its gradient. */
export type Objective = (x: Float64Array, gradient: Float64Array) => number;

export interface LbfgsOptions {
  maxIterations: number;
  /** Stop when the loss falls by less than this fraction. */
  tolerance: number;
  memory?: number;
  onIteration?: (iteration: number, loss: number) => void;
}

const dot = (a: Float64Array, b: Float64Array) => {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
};

/** Minimises from `start`; returns the best point. */
export function minimise(objective: Objective, start: Float64Array, options: LbfgsOptions): Float64Array {
  const memory = options.memory ?? 8;
  let x = Float64Array.from(start);
  let gradient = new Float64Array(x.length);
  let loss = objective(x, gradient);
  const steps: Float64Array[] = [];
  const changes: Float64Array[] = [];
  for (let iteration = 0; iteration < options.maxIterations; iteration++) {
    const direction = descent(gradient, steps, changes);
    const slope = dot(direction, gradient);
    if (!(slope < 0)) break;
    let size = steps.length === 0 ? Math.min(1, 1 / Math.sqrt(dot(gradient, gradient))) : 1;
    const nextGradient = new Float64Array(x.length);
    let next = x;
    let nextLoss = Number.POSITIVE_INFINITY;
    for (let tries = 0; tries < 20; tries++) {
      next = x.map((value, i) => value + size * (direction[i] as number));
      nextLoss = objective(next, nextGradient);
      if (nextLoss <= loss + 1e-4 * size * slope) break;
      size /= 2;
    }
    if (!(nextLoss < loss)) break;
    const step = next.map((value, i) => value - (x[i] as number));
    const change = nextGradient.map((value, i) => value - (gradient[i] as number));
    if (dot(step, change) > 1e-12) {
      steps.push(step);
      changes.push(change);
      if (steps.length > memory) {
        steps.shift();
        changes.shift();
      }
    }
    const fall = (loss - nextLoss) / Math.max(1e-12, Math.abs(loss));
    x = next;
    gradient = nextGradient;
    loss = nextLoss;
    options.onIteration?.(iteration, loss);
    if (fall < options.tolerance) break;
  }
  return x;
}

/** −H·gradient by the two-loop recursion. */
function descent(gradient: Float64Array, steps: Float64Array[], changes: Float64Array[]): Float64Array {
  const q = Float64Array.from(gradient);
  const alphas: number[] = [];
  for (let i = steps.length - 1; i >= 0; i--) {
    const s = steps[i] as Float64Array;
    const y = changes[i] as Float64Array;
    const alpha = dot(s, q) / dot(y, s);
    alphas[i] = alpha;
    for (let j = 0; j < q.length; j++) q[j] = (q[j] as number) - alpha * (y[j] as number);
  }
  const lastStep = steps.at(-1);
  const lastChange = changes.at(-1);
  if (lastStep !== undefined && lastChange !== undefined) {
    const scale = dot(lastStep, lastChange) / dot(lastChange, lastChange);
    for (let j = 0; j < q.length; j++) q[j] = (q[j] as number) * scale;
  }
  for (let i = 0; i < steps.length; i++) {
    const s = steps[i] as Float64Array;
    const y = changes[i] as Float64Array;
    const beta = dot(y, q) / dot(y, s);
    for (let j = 0; j < q.length; j++) q[j] = (q[j] as number) + (s[j] as number) * ((alphas[i] as number) - beta);
  }
  return q.map((value) => -value);
}
