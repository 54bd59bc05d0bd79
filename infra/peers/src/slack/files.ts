import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Core } from './core.ts';
import type { SlackFile } from './workspace.ts';

const CHUNK = Buffer.alloc(64 * 1_024);

/**
 * Answers `GET /files-pri/TEAM-FILE/…` with the bytes, for the app's token only. Who has none is sent to the page for
 * signing in, and gets its HTML with a 200, as at files.slack.com.
 */
export function sendFile({ workspaces }: Core, request: IncomingMessage, response: ServerResponse, url: URL): void {
  const [, , name = ''] = url.pathname.split('/');
  const [team, id = ''] = name.split('-');
  const workspace = workspaces.find((one) => one.id === team);
  if (!workspace || request.headers.authorization !== `Bearer ${workspace.botToken}`) {
    response.writeHead(302, { Location: `/signin?redir=${encodeURIComponent(url.pathname)}` }).end();
    return;
  }
  const file = workspace.files.get(id);
  if (file?.mode !== 'hosted') {
    response.writeHead(404, { 'Content-Type': 'text/html' }).end('<html>File not found</html>');
    return;
  }
  const { content, mimetype } = file;
  response.writeHead(200, { 'Content-Type': mimetype, 'Content-Length': String(sizeOf(content)) });
  if (content === 'stalls') response.write(CHUNK);
  else if (typeof content !== 'number') response.end(content);
  else sendZeros(response, content);
}

/** Bytes that are sent, or promised. */
export function sizeOf(content: SlackFile['content']): number {
  if (content === 'stalls') return 2 * CHUNK.length;
  return typeof content === 'number' ? content : content.length;
}

export function sendSignIn(response: ServerResponse): void {
  response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' }).end('<!DOCTYPE html><title>Sign in</title>');
}

function sendZeros(response: ServerResponse, bytes: number): void {
  let left = bytes;
  const go = () => {
    while (left > 0 && !response.destroyed) {
      const piece = CHUNK.subarray(0, Math.min(left, CHUNK.length));
      left -= piece.length;
      if (!response.write(piece)) return;
    }
    response.end();
  };
  response.on('drain', go);
  go();
}
