import '@fontsource-variable/golos-text/index.css';
import '@mantine/core/styles.layer.css';
import '@mantine/notifications/styles.layer.css';
import './global.css';
import { createRoot } from 'react-dom/client';
import { Console } from './Console.tsx';
import { createServices } from './services.ts';
import { COLOR_SCHEME_KEY } from './theme.ts';

// Before anything is drawn: the library would set it only after, and a dark screen would flash white first.
const { documentElement: page } = document;
const scheme = localStorage.getItem(COLOR_SCHEME_KEY) ?? 'auto';
const dark = scheme === 'dark' || (scheme === 'auto' && matchMedia('(prefers-color-scheme: dark)').matches);
page.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light');

const place = document.getElementById('console');
if (place !== null) {
  const services = await createServices(window);
  createRoot(place).render(<Console services={services} />);
}
