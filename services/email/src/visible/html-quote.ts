type Attributes = Readonly<Record<string, string>>;

/** Elements in which programs put what is quoted, or the line that announces it, beside `blockquote`. */
const CONTAINERS =
  /(^|\s)(gmail_attr|moz-cite-prefix|moz-forward-container|yahoo_quoted|ms-outlook-mobile-reference-message)(\s|$)/;
/** Outlook's header block: a line above it, and its padding in centimetres or inches. */
const OUTLOOK = /border-top: ?solid[^;]{0,60};padding: ?3\.0pt 0(cm|in)/;

/** Whether an element's words are somebody else's. */
export function isQuote(name: string, { class: classes, id, type, cite, style, name: named }: Attributes): boolean {
  if (name === 'blockquote') {
    // Gmail and Outlook move a paragraph to the right with the same element.
    return Boolean(type || cite || classes || id) || !/40px/.test(style ?? '');
  }
  if (name !== 'div') return false;
  return CONTAINERS.test(classes ?? '') || named === 'quote' || id === 'mail-editor-reference-message-container';
}

/** Whether all that follows is history: Outlook puts no element around it. */
export function beginsHistory(name: string, { id, style }: Attributes): boolean {
  return (
    name === 'div' && (id === 'divRplyFwdMsg' || (style !== undefined && style.length < 500 && OUTLOOK.test(style)))
  );
}

/** What programs name the history, and nobody else does: a bare `blockquote` may be the writer's own. */
const MARKS = new RegExp(
  [
    'gmail_quote|gmail_attr|gmail_extra',
    'divRplyFwdMsg|OLK_SRC_BODY_SECTION|ms-outlook-mobile-reference-message|mail-editor-reference-message-container',
    'moz-cite-prefix|moz-forward-container|<blockquote[^>]{0,200}type="?cite',
    'yahoo_quoted|protonmail_quote|tutanota_quote|zmail_extra|isReplyContent|name="quote"',
    OUTLOOK.source,
  ].join('|'),
  'i',
);

/** Whether a page has history at all, by what programs put around it. */
export function marksHistory(markup: string): boolean {
  return MARKS.test(markup);
}
