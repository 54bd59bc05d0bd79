import type { Config, MESSAGE_PLACEHOLDERS, MessageTemplate } from '@callbook/contracts';

export type Values = Readonly<Record<(typeof MESSAGE_PLACEHOLDERS)[number], string | undefined>>;

/** The organisation's own words for a message, those for the channel before those for all. */
export function templateFor(
  templates: Config['templates'],
  wanted: { readonly kind: MessageTemplate['kind']; readonly language: string; readonly channel: string },
): MessageTemplate | undefined {
  const fitting = templates.filter(({ kind, language }) => kind === wanted.kind && language === wanted.language);
  return (
    fitting.find(({ channels }) => channels?.some((channel) => channel === wanted.channel)) ??
    fitting.find(({ channels }) => channels === undefined)
  );
}

/** The paragraphs of a template with what is known filled in. A line that asks for what nobody knows is left out. */
export function fill(text: string, values: Values): string[] {
  const known = text.split('\n').flatMap((line) => {
    const names = [...line.matchAll(/\{(\w+)\}/g)].map(([, name]) => name as keyof Values);
    if (names.some((name) => values[name] === undefined)) return [];
    return line.replace(/\{(\w+)\}/g, (_, name: keyof Values) => values[name] ?? '');
  });
  return known
    .join('\n')
    .split(/\n{2,}/)
    .map((paragraph) => paragraph.trim())
    .filter((paragraph) => paragraph !== '');
}
