import { createHash, randomBytes } from 'node:crypto';
import { paragraphs, sentence, wordsFrom } from '../words.ts';

/** So many people write. */
const PEOPLE = 2_000;

/**
 * Distinct mails in the proportions that research found behind a mean of 23 kB: six of ten are short (4 kB, text and
 * HTML), three are answers with the history under them (17 kB), and one has a picture attached (158 kB). The same
 * name and number give the same mail.
 */
export function* sampleMails(name: string, count: number): Generator<string> {
  for (let index = 0; index < count; index += 1) yield sampleMail(name, index);
}

function sampleMail(name: string, index: number): string {
  const id = createHash('sha256').update(`${name}/${index}`).digest('hex');
  const word = wordsFrom(Number.parseInt(id.slice(0, 8), 16));
  const kind = index % 10;
  const head = headerOf(id, index, `${kind < 6 ? '' : 'Re: '}${sentence(word, 7)} (${index})`);
  const own = `Hello,\n\n${paragraphs(word, kind < 6 ? 3 : 4, 32)}\n\nKind regards\nPerson Number ${index % PEOPLE}\n`;
  const history = kind < 6 ? '' : historyOf(word, kind < 9 ? 7 : 4);
  const body = alternative(own, history);
  return kind < 9 ? mail(head, body) : mail(head, withPicture(body, id));
}

function headerOf(id: string, index: number, subject: string): string[] {
  const person = index % PEOPLE;
  return [
    `Return-Path: <person.${person}@example.org>`,
    'Delivered-To: helpdesk@callbook.example',
    `Received: from mail.example.org (mail.example.org [192.0.2.25]) by mx.callbook.example with ESMTPS id ${id.slice(0, 12)}`,
    '\tfor <helpdesk@callbook.example>; Mon, 2 Nov 2026 08:00:01 +0000',
    `Received: from desk${person}.example.org by mail.example.org with ESMTPSA; Mon, 2 Nov 2026 08:00:00 +0000`,
    `DKIM-Signature: v=1; a=rsa-sha256; d=example.org; s=mail; h=from:to:subject; bh=${id.slice(0, 43)}=;`,
    `\tb=${id}${id}${id}${id}`,
    `From: Person Number ${person} <person.${person}@example.org>`,
    'To: Service Desk <helpdesk@callbook.example>',
    `Subject: ${subject}`,
    `Message-ID: <${id.slice(0, 32)}@mail.example.org>`,
    'Date: Mon, 2 Nov 2026 08:00:00 +0000',
    'User-Agent: Mozilla Thunderbird',
    'MIME-Version: 1.0',
  ];
}

/** The mails that were answered, each quoting the one before. */
function historyOf(word: () => string, depth: number): string {
  let history = '';
  for (let level = depth; level > 0; level -= 1) {
    const said = `${paragraphs(word, 2, 45)}\n\n${history}`;
    history = `On Mon, 2 Nov 2026 at 07:${level + 10}, Service Desk <helpdesk@callbook.example> wrote:\n${said.replace(/^/gm, '> ')}`;
  }
  return `\n${history}`;
}

function alternative(own: string, history: string): string[] {
  const html = (text: string) =>
    text
      .split('\n')
      .map((line) => `<div style="font-family: Calibri, sans-serif; font-size: 11pt">${line || '<br>'}</div>`)
      .join('\n');
  const quoted = history.replace(/^>[> ]*/gm, '');
  return [
    'Content-Type: multipart/alternative; boundary="alternative"',
    '',
    '--alternative',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: quoted-printable',
    '',
    ...`${own}${history}`.split('\n'),
    '--alternative',
    'Content-Type: text/html; charset=utf-8',
    'Content-Transfer-Encoding: 8bit',
    '',
    '<html><head><meta charset="utf-8"></head><body>',
    ...html(own).split('\n'),
    ...(history ? ['<blockquote type="cite">', ...html(quoted).split('\n'), '</blockquote>'] : []),
    '</body></html>',
    '--alternative--',
  ];
}

function withPicture(body: readonly string[], id: string): string[] {
  const picture = Buffer.from(id.repeat(1_665), 'latin1');
  return mixed(body, 'image/png', 'screenshot.png', picture);
}

function mixed(body: readonly string[], type: string, name: string, bytes: Buffer): string[] {
  return [
    'Content-Type: multipart/mixed; boundary="mixed"',
    '',
    '--mixed',
    ...body,
    '--mixed',
    `Content-Type: ${type}; name="${name}"`,
    `Content-Disposition: attachment; filename="${name}"`,
    'Content-Transfer-Encoding: base64',
    '',
    bytes.toString('base64').replace(/.{76}/g, '$&\r\n'),
    '--mixed--',
  ];
}

function mail(head: readonly string[], body: readonly string[]): string {
  return `${[...head, ...body].join('\r\n')}\r\n`;
}

/** Mails with one large attachment, of about so many megabytes each. */
export function* largeMails(name: string, megabytes: readonly number[]): Generator<string> {
  for (const [index, size] of megabytes.entries()) {
    const id = createHash('sha256').update(`${name}/${index}`).digest('hex');
    // A hundredth of it, repeated: random bytes are slow to come by, and nothing here compresses.
    const film = Buffer.alloc(Math.round((size * 1e6 * 57) / 78), randomBytes(size * 10_000));
    const text = alternative('Hello,\n\nthe film is attached.\n', '');
    yield mail(headerOf(id, index, `The film (${index})`), mixed(text, 'video/mp4', 'film.mp4', film));
  }
}
