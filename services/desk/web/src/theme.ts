import { createTheme, type MantineColorsTuple } from '@mantine/core';

/** The green of a ledger's cloth, and the greys of its paper. Every text colour on its ground has at least 4.5 : 1. */
const ledger: MantineColorsTuple = [
  '#eef8f1',
  '#d8efe0',
  '#b3dfc3',
  '#84cba0',
  '#55b27c',
  '#34965f',
  '#237749',
  '#1a5c39',
  '#154a2f',
  '#103a25',
];
const gray: MantineColorsTuple = [
  '#faf9f7',
  '#f4f2ee',
  '#eae7e1',
  '#dedad2',
  '#cac5bb',
  '#a39d92',
  '#69645b',
  '#524e47',
  '#38352f',
  '#201e1a',
];
const dark: MantineColorsTuple = [
  '#efede8',
  '#c9c4bb',
  '#a8a298',
  '#6e6960',
  '#46433d',
  '#35322d',
  '#272521',
  '#1c1a17',
  '#151311',
  '#0f0e0c',
];

export const theme = createTheme({
  primaryColor: 'ledger',
  primaryShade: { light: 7, dark: 6 },
  colors: { ledger, gray, dark },
  black: '#201e1a',
  fontFamily: "'Inter Variable', system-ui, sans-serif",
  fontFamilyMonospace: "ui-monospace, 'SF Mono', Menlo, 'DejaVu Sans Mono', monospace",
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.9375rem', lg: '1.0625rem', xl: '1.25rem' },
  headings: { fontFamily: "'Inter Variable', system-ui, sans-serif", fontWeight: '620' },
  defaultRadius: 'md',
  cursorType: 'pointer',
  focusRing: 'auto',
  respectReducedMotion: true,
  components: {
    Anchor: { defaultProps: { underline: 'always' } },
    // Mantine's own colour of it is too faint on its ground.
    Alert: { styles: { label: { color: 'var(--mantine-color-text)' } } },
    Tooltip: { defaultProps: { openDelay: 400, withArrow: true } },
    Modal: { defaultProps: { overlayProps: { backgroundOpacity: 0.35, blur: 2 }, transitionProps: { duration: 120 } } },
    Menu: { defaultProps: { shadow: 'md', transitionProps: { duration: 80 } } },
  },
});
