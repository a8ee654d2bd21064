/**
 * CSV by RFC 4180: quoted fields may hold separators, quotes (doubled) and line breaks. The separator is a comma, or
 * a semicolon or tab where the header line has more of those.
 */
export function parseCsv(text: string): Record<string, string>[] {
  const head = text.slice(0, Math.max(0, text.search(/\r?\n/)));
  const count = (separator: string) => head.split(separator).length;
  const separator = [',', ';', '\t'].reduce((best, s) => (count(s) > count(best) ? s : best), ',');
  const [header, ...rows] = parseFields(text, separator);
  if (header === undefined) return [];
  return rows
    .filter((row) => row.length > 1 || row[0] !== '')
    .map((row) => Object.fromEntries(header.map((name, i) => [name.trim(), row[i] ?? ''])));
}

function parseFields(text: string, separator: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let field = '';
  let quoted = false;
  const endField = () => {
    row.push(field);
    field = '';
  };
  for (let i = 0; i < text.length; i++) {
    const c = text.charAt(i);
    if (quoted) {
      if (c !== '"') field += c;
      else if (text.charAt(i + 1) === '"') {
        field += '"';
        i++;
      } else quoted = false;
    } else if (c === '"' && field === '') quoted = true;
    else if (c === separator) endField();
    else if (c === '\n' || c === '\r') {
      if (c === '\r' && text.charAt(i + 1) === '\n') i++;
      endField();
      rows.push(row);
      row = [];
    } else field += c;
  }
  if (field !== '' || row.length > 0) {
    endField();
    rows.push(row);
  }
  return rows;
}
