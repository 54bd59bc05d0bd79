import { randomBytes } from 'node:crypto';

const HEAD = ['From: ada@example.org', 'Subject: the film'];

/** A mail of 60 MB: a film of 44 MB as an attachment, in base64. */
export function largeMail(): string {
  const film = randomBytes(44_000_000).toString('base64').replace(/.{76}/g, '$&\r\n');
  return [
    ...HEAD,
    ...['Content-Type: multipart/mixed; boundary="b"', '', '--b', 'Content-Type: text/plain', '', 'See the film.'],
    ...['--b', 'Content-Type: video/mp4; name="film.mp4"', 'Content-Transfer-Encoding: base64', '', film, '--b--', ''],
  ].join('\r\n');
}

/** A mail of 60 MB that is all text of one kind, as when somebody pastes a log file. */
export function longText(type: 'text/plain' | 'text/html'): string {
  const line = type === 'text/html' ? '<p>The lift is <b>stuck</b> again.</p>' : 'The lift is stuck again, and again.';
  return [...HEAD, `Content-Type: ${type}`, '', `${line}\r\n`.repeat(Math.ceil(60_000_000 / (line.length + 2)))].join(
    '\r\n',
  );
}
