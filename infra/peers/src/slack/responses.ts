import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Core } from './core.ts';
import type { Json } from './workspace.ts';

/** Takes what the app posts to a `response_url`. https://docs.slack.dev/interactivity/handling-user-interaction */
export async function takeResponse(
  core: Core,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  const body = JSON.parse((await text(request)) || '{}') as Json;
  const place = core.responses.get(url.pathname);
  if (!place) return void response.writeHead(404).end('expired_url');
  const { workspace, conversation, user, message } = place;
  const everybody = body.response_type === 'in_channel';
  const replaced = message && (body.replace_original === true || body.delete_original === true);
  core.posted.push({
    ...{ team: workspace.id, conversation: conversation.id, method: 'response_url', at: core.now() },
    ...{ ts: replaced ? message.ts : core.names.ts(), text: String(body.text ?? '') },
    blocks: (body.blocks as Json[] | undefined) ?? [],
    ...(!everybody && { onlyFor: user }),
    ...(message?.threadTs && { threadTs: message.threadTs }),
  });
  response.writeHead(200).end('ok');
}
