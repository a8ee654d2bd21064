/** A progress line on stderr: redrawn in a terminal, a line every few seconds in a log. */
export interface Progress {
  /** Sets how many are done; `note` stands behind the numbers. */
  update(done: number, note?: string): void;
  /** Ends the line. */
  stop(): void;
}

const BAR = 24;
const REDRAW_MS = 120;
const LOG_MS = 5_000;

/** `label [####----] 1,200/6,325 19% 00:12 left`. A total of 0 means that it is not known. */
export function startProgress(label: string, total: number, out: NodeJS.WriteStream = process.stderr): Progress {
  const started = Date.now();
  let drawn = 0;
  let last = { done: 0, note: '' };
  const draw = () => {
    const line = format(label, last.done, total, Date.now() - started, last.note);
    out.write(out.isTTY ? `\r\u001b[2K${line}` : `${line}\n`);
    drawn = Date.now();
  };
  return {
    update(done, note = '') {
      last = { done, note };
      if (Date.now() - drawn >= (out.isTTY ? REDRAW_MS : LOG_MS)) draw();
    },
    stop() {
      draw();
      if (out.isTTY) out.write('\n');
    },
  };
}

function format(label: string, done: number, total: number, elapsed: number, note: string): string {
  const number = (value: number) => value.toLocaleString('en-US');
  if (total === 0) return `${label} ${number(done)} ${note}`.trimEnd();
  const share = Math.min(1, done / total);
  const bar = '#'.repeat(Math.round(share * BAR)).padEnd(BAR, '-');
  const left = done === 0 ? '--:--' : clock((elapsed / done) * (total - done));
  return `${label} [${bar}] ${number(done)}/${number(total)} ${Math.round(share * 100)}% ${left} left ${note}`.trimEnd();
}

function clock(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  return `${String(Math.floor(seconds / 60)).padStart(2, '0')}:${String(seconds % 60).padStart(2, '0')}`;
}
