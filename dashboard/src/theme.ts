// Colours and type of the whole dashboard. Components ask Mantine's theme, never a literal colour; what the theme lacks is in theme.css.

import { createTheme } from '@mantine/core';
import type { MantineColorsTuple } from '@mantine/core';

const pine: MantineColorsTuple = [
  '#e8f8f5',
  '#d3eeea',
  '#a5ddd5',
  '#74cbbf',
  '#4dbcad',
  '#34b2a1',
  '#22a594',
  '#108f80',
  '#0c7a6f',
  '#05645b',
];

/** Cool greys for the dark scheme: text first, background seventh. */
const slate: MantineColorsTuple = [
  '#d5dae1',
  '#b4bcc8',
  '#8b95a5',
  '#5d6877',
  '#3a4452',
  '#2b333f',
  '#1e252f',
  '#161b23',
  '#10141a',
  '#0a0d12',
];

export const theme = createTheme({
  colors: { pine, dark: slate },
  primaryColor: 'pine',
  primaryShade: { light: 8, dark: 7 },
  defaultRadius: 'md',
  cursorType: 'pointer',
  fontFamily: 'Inter, ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif',
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, "JetBrains Mono", Menlo, Consolas, monospace',
  headings: { fontWeight: '620', sizes: { h1: { fontSize: '1.5rem' }, h2: { fontSize: '1.05rem' } } },
  focusRing: 'auto',
});
