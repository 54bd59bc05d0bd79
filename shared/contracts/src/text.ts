/**
 * Makes any string storable: Postgres refuses NUL in `text`, and lone surrogates in `jsonb`.
 * Nothing else changes, because the original is what a dispute is settled with.
 */
export function cleanText(text: string): string {
  return text.replaceAll('\0', '').toWellFormed();
}
