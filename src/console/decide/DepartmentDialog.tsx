import Fuse from 'fuse.js';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Department } from '../api/types.ts';
import { useNames } from '../format/names.ts';
import { fold } from './fold.ts';
import { type Option, PickDialog } from './PickDialog.tsx';

interface Props {
  district: string | null;
  chosen: string[];
  /** Picking marks or unmarks, and the dialog stays open. */
  several?: boolean;
  choose: (department: string) => void;
  close: () => void;
}

/** Another department, or those that act beside the first. */
export function DepartmentDialog({ district, chosen, several = false, choose, close }: Props) {
  const { t } = useTranslation();
  const names = useNames();
  const departments = names.index?.taxonomy.departments;
  const fuse = useMemo(() => {
    const entries = (departments ?? []).map((department) => ({
      department,
      names: [department.name.ru, department.name.ky ?? ''].map(fold),
    }));
    return new Fuse(entries, { keys: ['names'], threshold: 0.34, ignoreLocation: true });
  }, [departments]);
  const option = (department: Department): Option => ({
    id: department.id,
    name: names.department(department.id, district),
    detail: (names.index?.categoriesOf(department.id) ?? [])
      .slice(0, 4)
      .map((category) => names.of(category.name))
      .join(', '),
    picked: chosen.includes(department.id),
  });
  const find = (text: string) =>
    (text.trim() === '' ? (departments ?? []) : fuse.search(fold(text.trim())).map(({ item }) => item.department)).map(
      option,
    );
  return (
    <PickDialog
      title={t(several ? 'search.coTitle' : 'search.departmentTitle')}
      placeholder={t('search.departmentPlaceholder')}
      hint={t(several ? 'search.coHint' : 'search.hint')}
      listLabel={t('search.departments')}
      find={find}
      choose={choose}
      close={close}
    />
  );
}
