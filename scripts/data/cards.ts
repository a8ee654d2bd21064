import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';

const BEGIN = '<!-- figures: written by npm run data:check -- --write-card -->';
const END = '<!-- end of figures -->';

const cardOf = (folder: string): string => `data/${folder}/CARD.md`;

/** The folders of data/; each must explain itself in a CARD.md. */
export function dataFolders(): string[] {
  return readdirSync('data', { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

function withFigures(card: string, figures: string): string | undefined {
  const begin = card.indexOf(BEGIN);
  const end = card.indexOf(END);
  if (begin < 0 || end < begin) return undefined;
  return `${card.slice(0, begin + BEGIN.length)}\n${figures}\n${card.slice(end)}`;
}

/**
 * Compares (or with `write` replaces) the figures block of every card. No figure in a card is typed by hand: a card
 * without the block, or with other figures than the data gives now, is a finding.
 */
export function checkCards(figures: Readonly<Record<string, string>>, write: boolean): string[] {
  return dataFolders().flatMap((folder) => {
    const path = cardOf(folder);
    if (!existsSync(path)) return [`${path} is missing`];
    const text = figures[folder];
    if (text === undefined) return [];
    const card = readFileSync(path, 'utf8');
    const renewed = withFigures(card, text);
    if (renewed === undefined) return [`${path} has no figures block (${BEGIN} … ${END})`];
    if (renewed === card) return [];
    if (!write) return [`${path}: its figures are not those of the data; run npm run data:check -- --write-card`];
    writeFileSync(path, renewed);
    return [];
  });
}
