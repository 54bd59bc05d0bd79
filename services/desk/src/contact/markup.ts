/** HTML that is safe to send: made by `html`, which escapes whatever is filled in. */
export type Markup = { readonly markup: string };

type Filling = Markup | string | number | false | undefined | readonly Filling[];

/** HTML with fillings: text is escaped, markup and lists of it go in as they are, nothing leaves nothing. */
export function html(parts: TemplateStringsArray, ...fillings: readonly Filling[]): Markup {
  return { markup: parts.reduce((all, part, at) => all + part + (at < fillings.length ? text(fillings[at]) : ''), '') };
}

function text(filling: Filling): string {
  if (filling === undefined || filling === false) return '';
  if (typeof filling === 'string' || typeof filling === 'number') return escaped(String(filling));
  if ('markup' in filling) return filling.markup;
  return filling.map(text).join('');
}

function escaped(given: string): string {
  const marks: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return given.replace(/[&<>"']/g, (mark) => marks[mark] ?? mark);
}
