import type { Api, Params } from '../api/client.ts';

/** Hands the browser a file to keep. */
function save(browser: Window, content: Blob, name: string): void {
  const address = URL.createObjectURL(content);
  const link = browser.document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // Some browsers read the address after the click.
  browser.setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/** The report as the service writes it, for a spreadsheet. @throws ApiProblem, Unreachable */
export async function downloadCsv(browser: Window, api: Api, name: string, params: Params): Promise<void> {
  const query = new URLSearchParams({ format: 'csv' });
  for (const [key, value] of Object.entries(params)) if (value !== undefined) query.set(key, String(value));
  const answer = await api.open(`/v1/reports/${name}?${query}`, new AbortController().signal);
  save(browser, await answer.blob(), `${fileName(name, params)}.csv`);
}

/** A picture of a chart, given as a data URL; it is not fetched, because the page may fetch from the service only. */
export function downloadPicture(browser: Window, dataUrl: string, name: string, params: Params): void {
  const bytes = Uint8Array.from(atob(dataUrl.slice(dataUrl.indexOf(',') + 1)), (letter) => letter.charCodeAt(0));
  save(browser, new Blob([bytes], { type: 'image/png' }), `${fileName(name, params)}.png`);
}

function fileName(name: string, params: Params): string {
  return [name, params.by, params.from, params.to].filter((part) => part !== undefined).join('-');
}
