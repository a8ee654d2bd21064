import { type Progress, startProgress } from '../src/progress.ts';

/** One progress line per stage of a longer work. */
export function stageProgress(): { update(stage: string, done: number, total: number): void; stop(): void } {
  let current: { stage: string; line: Progress } | null = null;
  return {
    update(stage, done, total) {
      if (current?.stage !== stage) {
        current?.line.stop();
        current = { stage, line: startProgress(stage, total) };
      }
      current.line.update(done);
    },
    stop() {
      current?.line.stop();
      current = null;
    },
  };
}
