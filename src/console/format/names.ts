import { createContext, useContext, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { indexTaxonomy, nameIn, type TaxonomyIndex } from '../../taxonomy/index-taxonomy.ts';
import type { Name, Taxonomy } from '../api/types.ts';
import type { Services } from '../services.ts';

/** Names of the taxonomy in the interface's language. */
export interface Names {
  index: TaxonomyIndex | null;
  language: 'ru' | 'ky';
  of(name: Name): string;
  category(id: string): string;
  group(categoryId: string): string;
  /** The department, or its office in the district where it has one. */
  department(id: string, district?: string | null): string;
  district(id: string): string;
}

/** How the taxonomy is read; the same for views and for the login's first check. */
export function taxonomyQuery(api: Services['api']) {
  return {
    queryKey: ['taxonomy'],
    queryFn: () => api.get<Taxonomy>('/v1/taxonomy'),
    staleTime: Number.POSITIVE_INFINITY,
  };
}

export const NamesContext = createContext<Names | null>(null);

/** An id that the taxonomy does not know stands for itself: the taxonomy may be newer than the page, or older. */
export function useNames(): Names {
  const names = useContext(NamesContext);
  if (names === null) throw new Error('useNames is called outside MeGate');
  return names;
}

/** Names over a taxonomy in the interface's language; made once, for all views. */
export function useNamesOf(taxonomy: Taxonomy | undefined): Names {
  const { i18n } = useTranslation();
  const language = i18n.language === 'ky' ? 'ky' : 'ru';
  const index = useMemo(() => (taxonomy === undefined ? null : indexTaxonomy(taxonomy)), [taxonomy]);
  return useMemo(() => namesOf(index, language), [index, language]);
}

function namesOf(index: TaxonomyIndex | null, language: 'ru' | 'ky'): Names {
  const of = (name: Name) => nameIn(name, language);
  const found = (entry: { name: Name } | undefined, id: string) => (entry === undefined ? id : of(entry.name));
  return {
    index,
    language,
    of,
    category: (id) => found(index?.category(id), id),
    group: (id) => {
      const group = index?.group(index.category(id)?.group ?? '');
      return group === undefined ? '' : of(group.name);
    },
    department: (id, district = null) =>
      index?.unitName(id, district, language) ??
      found(index?.department(id), id)
        .replace(/\s*\{district\}\s*/u, ' ')
        .trim(),
    district: (id) => found(index?.district(id), id),
  };
}

/** «Айгуль» of `dispatcher:Айгуль`. */
export function personOf(actor: string): string {
  return actor.slice(actor.indexOf(':') + 1);
}
