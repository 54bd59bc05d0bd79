/**
 * The paragraphs of a text with `format=flowed` (RFC 3676): a line that ends with a space goes on in the next one of the
 * same quote depth. `delSp` says that the space is not part of the text.
 */
export function unflow(text: string, delSp: boolean): string {
  const out: string[] = [];
  let paragraph: string[] = [];
  let depth = 0;
  const end = () => {
    if (paragraph.length > 0) out.push(quoted(depth, paragraph.join('')));
    paragraph = [];
  };
  for (const line of text.split('\n')) {
    const marks = /^>*/.exec(line)?.[0].length ?? 0;
    const stuffed = line.slice(marks);
    const words = stuffed.startsWith(' ') ? stuffed.slice(1) : stuffed;
    if (marks !== depth) end();
    depth = marks;
    // RFC 3676 §4.3: the mark of a signature is a line of its own.
    if (words === '-- ') {
      end();
      out.push(quoted(depth, words));
    } else if (words.endsWith(' ')) {
      paragraph.push(delSp ? words.slice(0, -1) : words);
    } else {
      paragraph.push(words);
      end();
    }
  }
  end();
  return out.join('\n');
}

function quoted(depth: number, words: string): string {
  return depth === 0 ? words : `${'>'.repeat(depth)} ${words}`;
}
