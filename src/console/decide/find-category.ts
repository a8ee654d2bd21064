import Fuse from 'fuse.js';
import type { Category, Taxonomy } from '../api/types.ts';
import { fold } from './fold.ts';

interface Entry {
  category: Category;
  names: string[];
  words: string[];
}

/**
 * Search over all categories in both languages at once, forgiving wrong letters: names first, then what citizens call
 * it. @returns categories, the best first; for an empty text all, in the taxonomy's order
 */
export function categorySearch(taxonomy: Taxonomy): (text: string) => Category[] {
  const entries = taxonomy.categories.map((category): Entry => {
    const group = taxonomy.groups.find((each) => each.id === category.group);
    return {
      category,
      names: both(category.name).map(fold),
      words: [...(category.synonyms?.ru ?? []), ...(category.synonyms?.ky ?? []), ...both(group?.name)].map(fold),
    };
  });
  const fuse = new Fuse(entries, {
    keys: [
      { name: 'names', weight: 2 },
      { name: 'words', weight: 1 },
    ],
    threshold: 0.34,
    ignoreLocation: true,
    minMatchCharLength: 2,
    includeScore: true,
  });
  return (text) => {
    const sought = fold(text.trim());
    if (sought === '') return taxonomy.categories;
    const found = fuse.search(sought);
    return found
      .sort((a, b) => closeness(a.item, sought) - closeness(b.item, sought) || (a.score ?? 0) - (b.score ?? 0))
      .map(({ item }) => item.category);
  };
}

/** What holds the words as they were written comes before what only resembles them, names before citizens' words. */
function closeness({ names, words }: Entry, sought: string): number {
  if (names.some((name) => name.startsWith(sought))) return 0;
  if (names.some((name) => name.includes(sought))) return 1;
  return words.some((word) => word.includes(sought)) ? 2 : 3;
}

function both(name: { ru: string; ky?: string | undefined } | undefined): string[] {
  return name === undefined ? [] : [name.ru, ...(name.ky === undefined ? [] : [name.ky])];
}
