import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core';

/** Where the chosen colour scheme is kept on the device. */
export const COLOR_SCHEME_KEY = 'bagyt-color-scheme';

/** The one accent: a calm blue; shade 7 on white and shade 3 on dark have a contrast above 4.5. */
const accent: MantineColorsTuple = [
  '#eef4fc',
  '#d9e6f7',
  '#b3cdf0',
  '#8ab2e8',
  '#6699df',
  '#4a85d6',
  '#3274c9',
  '#1d5fb4',
  '#174e96',
  '#113d77',
];

/** The library's greys, turned to the same slate as our own surfaces. */
const dark: MantineColorsTuple = [
  '#e4e8ee',
  '#c3cad5',
  '#a3adba',
  '#7c8796',
  '#434c5a',
  '#39414d',
  '#20252e',
  '#191d24',
  '#14181e',
  '#0f1216',
];

export const theme = createTheme({
  colors: { accent, dark },
  primaryColor: 'accent',
  primaryShade: { light: 7, dark: 7 },
  fontFamily: '"Golos Text Variable", system-ui, -apple-system, "Segoe UI", Roboto, sans-serif',
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, monospace',
  headings: { fontWeight: '600', fontFamily: '"Golos Text Variable", system-ui, sans-serif' },
  defaultRadius: 'md',
  radius: { xs: '3px', sm: '5px', md: '8px', lg: '12px', xl: '20px' },
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.9375rem', lg: '1.0625rem', xl: '1.25rem' },
  respectReducedMotion: true,
  cursorType: 'pointer',
  focusRing: 'auto',
  components: {
    // Its title bar is a <header>, which in a dialog would be read as a second banner of the page.
    Drawer: { defaultProps: { attributes: { header: { role: 'presentation' } } } },
    Modal: {
      defaultProps: {
        attributes: { header: { role: 'presentation' } },
        centered: false,
        yOffset: '8vh',
        transitionProps: { duration: 80, transition: 'fade' },
      },
    },
    Tooltip: { defaultProps: { openDelay: 400, withArrow: true } },
    Button: { defaultProps: { size: 'sm' } },
  },
});

/** Quiet surfaces; the colours of levels and urgency are in global.css beside them. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-body': '#ffffff',
    '--mantine-color-text': '#18202c',
    '--mantine-color-dimmed': '#566172',
    '--mantine-color-placeholder': '#697385',
    '--mantine-color-default-border': '#d5dae2',
    '--mantine-color-anchor': '#1d5fb4',
    '--mantine-color-error': '#b3261e',
  },
  dark: {
    '--mantine-color-body': '#191d24',
    '--mantine-color-text': '#e4e8ee',
    '--mantine-color-dimmed': '#a3adba',
    '--mantine-color-placeholder': '#8f99a8',
    '--mantine-color-default': '#20252e',
    '--mantine-color-default-border': '#39414d',
    '--mantine-color-anchor': '#8ab2e8',
    '--mantine-color-error': '#ff9d94',
  },
});
