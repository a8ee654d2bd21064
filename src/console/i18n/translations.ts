import i18next, { type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { ky } from './ky.ts';
import { kyAdmin } from './ky-admin.ts';
import { ru } from './ru.ts';
import { ruAdmin } from './ru-admin.ts';

export type InterfaceLanguage = 'ru' | 'ky';

/** The interface's language: what was chosen before, else the browser's, else Russian. */
export interface Translations {
  i18n: i18n;
  language(): InterfaceLanguage;
  change(language: InterfaceLanguage): void;
}

const NAME = 'bagyt-language';

export async function createTranslations(browser: Window): Promise<Translations> {
  const instance = i18next.createInstance();
  const stored = browser.localStorage.getItem(NAME);
  const preferred = stored ?? browser.navigator.language.slice(0, 2);
  await instance.use(initReactI18next).init({
    lng: preferred === 'ky' ? 'ky' : 'ru',
    fallbackLng: 'ru',
    resources: {
      ru: { translation: { ...ru, ...ruAdmin } },
      ky: { translation: { ...ky, ...kyAdmin } },
    },
    interpolation: { escapeValue: false },
  });
  const language = () => (instance.language === 'ky' ? 'ky' : 'ru');
  browser.document.documentElement.lang = language();
  return {
    i18n: instance,
    language,
    change: (next) => {
      browser.localStorage.setItem(NAME, next);
      browser.document.documentElement.lang = next;
      void instance.changeLanguage(next);
    },
  };
}
