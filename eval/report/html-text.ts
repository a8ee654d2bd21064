/** HTML as text, escaped unless said otherwise. */

/** HTML that may stand in other HTML as it is. */
export class Markup {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

type Part = string | number | Markup | undefined | null | false | readonly Part[];

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function render(part: Part): string {
  if (part === undefined || part === null || part === false) return '';
  if (part instanceof Markup) return part.text;
  if (Array.isArray(part)) return part.map(render).join('');
  return String(part).replace(/[&<>"']/gu, (sign) => ESCAPES[sign] ?? sign);
}

/** A template whose values are escaped; arrays are joined; `Markup` passes. */
export function html(strings: TemplateStringsArray, ...values: readonly Part[]): Markup {
  return new Markup(strings.map((text, i) => text + (i < values.length ? render(values[i]) : '')).join(''));
}

/** A table; cells of the first column are its row headings. `numeric`: columns from this index on stand to the right. */
export function htmlTable(header: readonly Part[], rows: readonly (readonly Part[])[], numeric = 1): Markup {
  const side = (c: number) => (c >= numeric ? 'num' : 'word');
  return html`<div class="scroll"><table><thead><tr>${header.map((cell, c) => html`<th class="${side(c)}">${cell}</th>`)}</tr></thead>
<tbody>${rows.map((row) => html`<tr>${row.map((cell, c) => html`<td class="${side(c)}">${cell}</td>`)}</tr>\n`)}</tbody></table></div>`;
}
