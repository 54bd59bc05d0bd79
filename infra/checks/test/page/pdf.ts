/** A PDF with a page for each of these words, as a program writes it. */
export function pages(words: readonly string[]): Buffer {
  const kids = words.map((_, at) => `${4 + 2 * at} 0 R`).join(' ');
  return Buffer.from(
    [
      ...['%PDF-1.4', '1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj'],
      `2 0 obj << /Type /Pages /Kids [${kids}] /Count ${words.length} >> endobj`,
      '3 0 obj << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> endobj',
      ...words.flatMap((text, at) => {
        const [page, content] = [4 + 2 * at, 5 + 2 * at];
        const drawn = `BT /F 24 Tf 40 300 Td (${text}) Tj ET`;
        return [
          `${page} 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 500 400] /Contents ${content} 0 R /Resources << /Font << /F 3 0 R >> >> >> endobj`,
          `${content} 0 obj << /Length ${drawn.length} >> stream\n${drawn}\nendstream endobj`,
        ];
      }),
      ...['trailer << /Root 1 0 R >>', 'startxref', '0', '%%EOF', ''],
    ].join('\n'),
  );
}
