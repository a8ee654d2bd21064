import 'i18next';
import type { ru } from './ru.ts';
import type { ruAdmin } from './ru-admin.ts';
import type { ruSupervisor } from './ru-supervisor.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: typeof ru & typeof ruAdmin & typeof ruSupervisor };
  }
}
