import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = join(import.meta.dirname, 'visible-cases');

/**
 * A mail as some client writes it, with what its reader should see. In the files every line tells what becomes of it:
 * `+` is shown, `-` is not, `~` is shown without standing in the text (of a mail that has only HTML), `h` is a line of
 * the HTML part. `\u00a0` stands for characters that nobody sees, or that an editor takes away.
 */
export interface VisibleCase {
  readonly name: string;
  readonly text: string;
  readonly html: string | undefined;
  readonly visible: string;
}

export function visibleCases(): VisibleCase[] {
  return readdirSync(FOLDER)
    .sort()
    .flatMap((file) => casesOf(file.replace(/\.txt$/, ''), readFileSync(join(FOLDER, file), 'utf8')));
}

function casesOf(group: string, content: string): VisibleCase[] {
  return content
    .split(/^# /m)
    .slice(1)
    .map((one) => {
      const [title = '', ...lines] = one.split('\n').map(unescaped);
      const having = (marks: string) =>
        lines
          .filter((line) => line === '' || marks.includes(line.charAt(0)))
          .map((line) => line.slice(2))
          .join('\n')
          .trim();
      const strange = lines.find((line) => !/^(?:[-+~h](?: |$|\r)|$)/.test(line));
      if (strange !== undefined) throw new Error(`${group}: ${title}: no mark before "${strange}"`);
      return {
        name: `${group}: ${title.replace(/ \| .*/, '')}`,
        text: having('+-'),
        html: having('h') || undefined,
        visible: having('+~'),
      };
    });
}

function unescaped(line: string): string {
  return line.replace(/\\u([0-9a-f]{4})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}

/** The case as it comes in: a mail with the text, the HTML, or both. */
export function mailOf({ text, html }: VisibleCase): Buffer {
  const part = (type: string, body: string) =>
    `Content-Type: text/${type}; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n${wrapped(body)}\r\n`;
  const head =
    'From: Ada <ada@nordhaven.example>\r\nTo: desk@nordhaven.example\r\nSubject: Re: x\r\nMIME-Version: 1.0\r\n';
  if (html === undefined) return Buffer.from(head + part('plain', text));
  if (text === '') return Buffer.from(head + part('html', html));
  return Buffer.from(
    `${head}Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\n${part('plain', text)}--b\r\n${part('html', html)}--b--\r\n`,
  );
}

function wrapped(body: string): string {
  return (
    Buffer.from(body)
      .toString('base64')
      .match(/.{1,76}/g) ?? []
  ).join('\r\n');
}
