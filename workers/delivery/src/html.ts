/** Where a page of ours can be looked at, in what is sent. */
const LINK = /https?:\/\/[^\s<>"]+/g;

/**
 * A mail as HTML, of the same paragraphs as its text: nothing that a program has to fetch, nothing that only looks. What
 * others wrote is text in it.
 */
export function asHtml(paragraphs: readonly string[], signature: readonly string[], language: string): string {
  const body = paragraphs.map((paragraph) => `<p style="margin:0 0 1em">${lines(paragraph)}</p>`).join('\n');
  const foot =
    signature.length === 0 ? '' : `\n<p style="margin:2em 0 0;color:#555">${signature.map(lines).join('<br>')}</p>`;
  return `<!doctype html>
<html lang="${escaped(language)}">
<head><meta charset="utf-8"><title></title></head>
<body style="font:16px/1.5 system-ui,sans-serif;color:#111;max-width:40em">
${body}${foot}
</body>
</html>
`;
}

function lines(text: string): string {
  return text
    .split('\n')
    .map((line) => {
      let done = 0;
      let html = '';
      for (const { 0: link, index } of line.matchAll(LINK)) {
        html += `${escaped(line.slice(done, index))}<a href="${escaped(link)}">${escaped(link)}</a>`;
        done = index + link.length;
      }
      return html + escaped(line.slice(done));
    })
    .join('<br>\n');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);
}
