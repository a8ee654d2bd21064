import type { AppealEvent } from '../../store/events.ts';

/**
 * Events of a server-sent stream, one after another (WHATWG HTML, section 9.2.6; only `event` and `data` are used).
 * @param heard called with every chunk, comments too
 */
export async function* readEvents(answer: Response, heard: () => void): AsyncGenerator<AppealEvent> {
  if (answer.body === null) return;
  let rest = '';
  for await (const chunk of answer.body.pipeThrough(new TextDecoderStream())) {
    heard();
    const blocks = (rest + chunk).split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const event = parseEvent(block);
      if (event !== null) yield event;
    }
  }
}

/** One block between empty lines; null for comments and settings. */
export function parseEvent(block: string): AppealEvent | null {
  let kind: string | null = null;
  const data: string[] = [];
  for (const line of block.split('\n')) {
    if (line.startsWith('event: ')) kind = line.slice('event: '.length);
    else if (line.startsWith('data: ')) data.push(line.slice('data: '.length));
  }
  if (kind === null || data.length === 0) return null;
  return { kind, ...JSON.parse(data.join('\n')) } as AppealEvent;
}
