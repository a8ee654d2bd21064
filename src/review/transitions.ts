/**
 * Every state of an appeal and every way from one to another: the one table that the store obeys.
 * A claim is no state: it lies over `suggested` and runs out by itself.
 */
export const APPEAL_STATES = ['received', 'suggested', 'decided', 'rejected'] as const;
export type AppealState = (typeof APPEAL_STATES)[number];

export const TRANSITIONS = {
  suggest: { from: ['received'], to: 'suggested' },
  claim: { from: ['suggested'], to: 'suggested' },
  release: { from: ['suggested'], to: 'suggested' },
  confirm: { from: ['suggested'], to: 'decided' },
  correct: { from: ['suggested'], to: 'decided' },
  reject: { from: ['suggested'], to: 'rejected' },
  undo: { from: ['decided', 'rejected'], to: 'suggested' },
} as const satisfies Record<string, { from: readonly AppealState[]; to: AppealState }>;

export type Transition = keyof typeof TRANSITIONS;

/** The state after `transition`, or undefined where the table does not allow it from `state`. */
export function nextState(state: AppealState, transition: Transition): AppealState | undefined {
  const { from, to } = TRANSITIONS[transition];
  return (from as readonly AppealState[]).includes(state) ? to : undefined;
}
