import '@fontsource-variable/golos-text/index.css';
import '@mantine/core/styles.layer.css';
import '@mantine/notifications/styles.layer.css';
import './global.css';
import { createRoot } from 'react-dom/client';
import { Console } from './Console.tsx';
import { createServices } from './services.ts';

const place = document.getElementById('console');
if (place !== null) {
  const services = await createServices(window);
  createRoot(place).render(<Console services={services} />);
}
