import type { Core } from './core.ts';
import type { Json, SlackConversation, SlackMessage, SlackUser, Workspace } from './workspace.ts';

/** Something that stands in a conversation: a message, or what only its reader can see. */
type Line = Pick<SlackMessage, 'ts' | 'user' | 'username' | 'text' | 'blocks' | 'threadTs' | 'files' | 'edited'> & {
  readonly onlyYou?: boolean;
};

/** A conversation with its threads as somebody sees it: names, times, blocks with their buttons, and what only they see. */
export function readConversation(
  core: Core,
  workspace: Workspace,
  conversation: SlackConversation,
  reader: SlackUser,
): string {
  const said: Line[] = conversation.messages.filter(({ deleted }) => !deleted);
  const whispered = core.posted
    .filter(({ onlyFor, team }) => onlyFor === reader.id && team === workspace.id)
    .filter((one) => one.conversation === conversation.id)
    .map(({ ts, threadTs, text, blocks }): Line => {
      const line = { ts, user: workspace.bot.id, text, blocks, onlyYou: true };
      return threadTs ? { ...line, threadTs } : line;
    });
  const lines = [...said, ...whispered].sort((one, other) => one.ts.localeCompare(other.ts));
  const top = lines.filter(({ ts, threadTs }) => !threadTs || threadTs === ts);
  const title = conversation.kind === 'im' ? workspace.bot.realName : `#${conversation.name}`;
  const body = top.flatMap((line) => [
    ...rendered(workspace, line, reader, ''),
    ...lines
      .filter(({ ts, threadTs }) => threadTs === line.ts && ts !== line.ts)
      .flatMap((reply) => rendered(workspace, reply, reader, '    ')),
  ]);
  return [title, ...body].join('\n');
}

function rendered(workspace: Workspace, line: Line, reader: SlackUser, indent: string): string[] {
  const { user, username, ts, text, blocks, files, edited, onlyYou } = line;
  const author = workspace.users.get(user ?? '');
  const name = username ?? author?.realName ?? 'Slackbot';
  const time = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: reader.tz });
  const badge = author?.isBot ? ' [app]' : '';
  const head = `${name}${badge}  ${time.format(Number(ts) * 1_000)}${onlyYou ? '  (only visible to you)' : ''}`;
  const own = blocks?.some(({ type }) => type !== 'rich_text') ? blocks.flatMap(blockLines) : text.split('\n');
  const written = own.map((one) => readable(workspace, one));
  if (edited && !author?.isBot) written.push(`${written.pop()} (edited)`);
  const shared = (files ?? []).map((file) => `[file] ${file.name}`);
  return ['', `${indent}${head}`, ...[...written, ...shared].map((one) => `${indent}  ${one}`.trimEnd())];
}

/** https://docs.slack.dev/reference/block-kit/blocks, as far as they are drawn in lines. */
function blockLines(block: Json): string[] {
  const { type, text, fields, elements, accessory } = block as Record<string, Json & Json[]>;
  if (block.type === 'divider') return ['────────'];
  if (block.type === 'actions') return [(elements ?? []).map(buttonText).join(' ')];
  if (block.type === 'context') return [(elements ?? []).map(shown).join('  ')];
  if (block.type !== 'section' && block.type !== 'header') return [`(${type})`];
  return [
    ...(text ? shown(text).split('\n') : []),
    ...(fields ?? []).map((field: Json) => shown(field).replace('\n', ': ')),
    ...(accessory ? [buttonText(accessory)] : []),
  ];
}

/** Bold is nothing that a line can show. */
function shown({ type, text }: Json): string {
  const words = String(text ?? '');
  return type === 'mrkdwn' ? words.replace(/(?<![\w*])\*([^*\n]+)\*(?![\w*])/g, '$1') : words;
}

function buttonText(element: Json): string {
  const label = (element.text ?? element.placeholder) as Json | undefined;
  const options = ((element.options as Json[] | undefined) ?? []).map((option) => String((option.text as Json).text));
  return `[${[String(label?.text ?? ''), ...options].filter(Boolean).join(' | ')}]`;
}

function readable({ users, conversations }: Workspace, text: string): string {
  return text
    .replace(/<@([A-Z0-9]+)(?:\|[^>]*)?>/g, (_, id) => `@${users.get(id)?.realName ?? id}`)
    .replace(/<#([A-Z0-9]+)(?:\|[^>]*)?>/g, (_, id) => `#${conversations.get(id)?.name ?? id}`)
    .replace(/<!date\^[^|>]*\|([^>]*)>/g, '$1')
    .replace(/<!([a-z]+)[^>]*>/g, '@$1')
    .replace(/<([^|>]+)\|([^>]+)>/g, '$2')
    .replace(/<([^>]+)>/g, '$1')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&');
}
