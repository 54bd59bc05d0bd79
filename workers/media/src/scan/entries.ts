import type { PageReading, ReadEntry } from '@callbook/contracts';

/** What of a scan is one contact each. */
export function entriesOf(pages: readonly PageReading[]): ReadEntry[] {
  const entries: { pages: number[]; row?: number; separator?: number; form?: string; open: boolean }[] = [];
  let separator: number | undefined;
  for (const { index, kind, form, rows } of pages) {
    const last = entries.at(-1);
    if (kind === 'separator') {
      separator = index;
      if (last) last.open = false;
      continue;
    }
    // A blank page is the back of a sheet, as often as not, and parts nothing.
    if (kind === 'blank') continue;
    const lies = { pages: [index], ...(separator !== undefined && { separator }) };
    if (form?.kind === 'log-book' && form.located) {
      const written = rows.filter((row) => row.written);
      entries.push(...written.map(({ row }) => ({ ...lies, row, open: false })));
      // A page on which nothing is read to be written is shown to a person all the same.
      if (written.length === 0) entries.push({ ...lies, open: false });
      continue;
    }
    // Pages that follow a sheet of ours and are none belong to it; further ones of the same number do as well.
    const again = last?.form !== undefined && last.form === form?.formNumber && form.page > 1;
    if (last?.open && (again || form === undefined)) last.pages.push(index);
    else entries.push({ ...lies, ...(form && { form: form.formNumber }), open: true });
  }
  return entries.map(({ form: _, open: __, ...entry }) => entry);
}
