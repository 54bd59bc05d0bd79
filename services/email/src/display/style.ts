/** Words, numbers, colours and lengths; no function that fetches or computes (`url()`, `image()`, `var()`), no escape. */
const VALUE = /^(?!.*(?:url|image|expression|attr|var|env|paint|element|src)\s*\()[\w\s#%.,()'"!+-]{1,200}$/i;
/** Characters of one style attribute. Programs write some hundred. */
const LIMIT = 4_000;

const PROPERTIES = new Set(
  [
    'color background-color opacity direction display float clear',
    'font font-family font-size font-style font-variant font-weight line-height letter-spacing',
    'text-align text-decoration text-decoration-line text-indent text-transform vertical-align white-space word-break',
    'width max-width min-width height max-height',
    'margin margin-top margin-right margin-bottom margin-left padding padding-top padding-right padding-bottom padding-left',
    'border border-top border-right border-bottom border-left border-color border-style border-width border-collapse',
    'border-spacing border-radius list-style-type table-layout',
  ].flatMap((line) => line.split(' ')),
);

/**
 * What of a style attribute may stay: how the mail's own text looks, and nothing about the page around it (`position`).
 * Whatever CSS would make of the rest, each declaration that stays is a known property with a harmless value.
 */
export function safeStyle(style: string): string {
  if (style.length > LIMIT) return '';
  return style
    .split(';')
    .flatMap((declaration) => {
      const at = declaration.indexOf(':');
      const property = declaration.slice(0, at).trim().toLowerCase();
      const value = declaration.slice(at + 1).trim();
      return at > 0 && PROPERTIES.has(property) && VALUE.test(value) ? [`${property}:${value}`] : [];
    })
    .join(';');
}
