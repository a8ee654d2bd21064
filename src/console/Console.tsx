import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { I18nextProvider } from 'react-i18next';
import { NowProvider } from './format/now.tsx';
import { createConsoleRouter } from './router.tsx';
import { type Services, ServicesContext } from './services.ts';
import { LoginPage } from './session/LoginPage.tsx';
import { MeGate } from './session/MeGate.tsx';
import { COLOR_SCHEME_KEY, cssVariables, theme } from './theme.ts';

/** The whole console: providers, then the login page or the pages. */
export function Console({ services }: { services: Services }) {
  const [router] = useState(createConsoleRouter);
  const [colorSchemeManager] = useState(() => localStorageColorSchemeManager({ key: COLOR_SCHEME_KEY }));
  const { session, live, queries, translations } = services;
  const key = useSyncExternalStore(session.subscribe, session.key);
  useEffect(() => (key === null ? undefined : live.start()), [key, live]);
  return (
    <ServicesContext value={services}>
      <QueryClientProvider client={queries}>
        <I18nextProvider i18n={translations.i18n}>
          <MantineProvider
            theme={theme}
            cssVariablesResolver={cssVariables}
            colorSchemeManager={colorSchemeManager}
            defaultColorScheme="auto"
          >
            <Notifications position="bottom-right" limit={3} />
            <NowProvider>
              {key === null ? (
                <LoginPage />
              ) : (
                <MeGate key={key}>
                  <RouterProvider router={router} />
                </MeGate>
              )}
            </NowProvider>
          </MantineProvider>
        </I18nextProvider>
      </QueryClientProvider>
    </ServicesContext>
  );
}
