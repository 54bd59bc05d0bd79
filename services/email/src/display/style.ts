/** Words, numbers, colours and lengths; no function that fetches or computes (`url()`, `image()`, `var()`), no escape. */
const VALUE = /^(?!.*(?:url|image|expression|attr|var|env|paint|element|src)\s*\()[\w\s#%.,()'"!+-]{1,200}$/i;

const PROPERTIES = [
  'color background-color opacity direction display float clear',
  'font font-family font-size font-style font-variant font-weight line-height letter-spacing',
  'text-align text-decoration text-decoration-line text-indent text-transform vertical-align white-space word-break',
  'width max-width min-width height max-height',
  'margin margin-top margin-right margin-bottom margin-left padding padding-top padding-right padding-bottom padding-left',
  'border border-top border-right border-bottom border-left border-color border-style border-width border-collapse',
  'border-spacing border-radius list-style-type table-layout',
];

/** What a mail's style may say: how its own text looks, and nothing about the page around it (`position`). */
export const allowedStyles: Readonly<Record<string, Record<string, RegExp[]>>> = {
  '*': Object.fromEntries(PROPERTIES.flatMap((line) => line.split(' ')).map((property) => [property, [VALUE]])),
};
