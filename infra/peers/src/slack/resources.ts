import {
  type Json,
  repliesTo,
  type SlackConversation,
  type SlackFile,
  type SlackMessage,
  type SlackUser,
  type SlackView,
  type Workspace,
} from './workspace.ts';

/** A message as events and lists show it. https://docs.slack.dev/reference/events/message */
export function messageResource(
  workspace: Workspace,
  conversation: SlackConversation,
  message: SlackMessage,
  base: string,
): Json {
  const { user, subtype, text, ts, threadTs, blocks, attachments, files, edited, reactions } = message;
  const replies = repliesTo(conversation, message);
  const root = conversation.messages.find((one) => one.ts === threadTs);
  return {
    ...{ type: 'message', ...(subtype && { subtype }), ...(user && { user, team: workspace.id }) },
    ...{ text, ts, ...(!message.botId && !subtype && { client_msg_id: uuidOf(conversation, ts) }) },
    ...(blocks && { blocks }),
    ...(attachments && { attachments }),
    ...(files && { files: files.map((file) => fileResource(workspace, file, base)), upload: false }),
    ...(edited && { edited }),
    ...(message.botId && { bot_id: message.botId }),
    ...(message.appId && { app_id: message.appId }),
    ...(message.appId && { bot_profile: { id: message.botId, app_id: message.appId, name: workspace.bot.realName } }),
    ...(message.username && { username: message.username }),
    ...(message.metadata && { metadata: message.metadata }),
    ...(reactions.length > 0 && {
      reactions: reactions.map(({ name, users }) => ({ name, users, count: users.length })),
    }),
    ...(threadTs && { thread_ts: threadTs }),
    ...(threadTs && threadTs !== ts && { parent_user_id: root?.user ?? workspace.bot.id }),
    ...(subtype === 'thread_broadcast' && root && { root: messageResource(workspace, conversation, root, base) }),
    ...(replies.length > 0 && {
      reply_count: replies.length,
      reply_users: [...new Set(replies.flatMap((reply) => reply.user ?? []))],
      latest_reply: replies.at(-1)?.ts,
    }),
  };
}

/** A client's own name of a message is a UUID; here it is made of the message's time, so that it stays the same. */
function uuidOf({ id }: SlackConversation, ts: string): string {
  const digits = Buffer.from(`${id}${ts.replace('.', '')}`)
    .toString('hex')
    .slice(-32);
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    `4${digits.slice(13, 16)}`,
    `8${digits.slice(17, 20)}`,
    digits.slice(20),
  ].join('-');
}

/** https://docs.slack.dev/reference/objects/file-object */
export function fileResource(workspace: Workspace, file: SlackFile, base: string): Json {
  const { id, name, mimetype, size, user, created, mode } = file;
  if (mode === 'tombstone' || mode === 'hidden_by_limit') return { id, mode };
  const own = `${base}/files-pri/${workspace.id}-${id}`;
  const path = encodeURIComponent(name.toLowerCase());
  return {
    ...{ id, name, title: name, mimetype, size, user, created, timestamp: created, mode, user_team: workspace.id },
    ...{ filetype: name.split('.').at(-1) ?? '', pretty_type: mimetype, editable: false, username: '' },
    ...{ is_external: mode === 'external', external_type: mode === 'external' ? 'gdrive' : '', is_public: true },
    ...{ public_url_shared: false, display_as_bot: false, has_rich_preview: false, file_access: 'visible' },
    url_private: file.url ?? `${own}/${path}`,
    ...(mode === 'hosted' && { url_private_download: file.url ?? `${own}/download/${path}` }),
    permalink: `https://${workspace.domain}.slack.com/files/${user}/${id}/${path}`,
  };
}

/** https://docs.slack.dev/reference/objects/user-object */
export function userResource(user: SlackUser): Json {
  const [first = '', ...rest] = user.realName.split(' ');
  return {
    ...{ id: user.id, team_id: user.teamId, name: user.name, deleted: user.deleted, real_name: user.realName },
    ...{ tz: user.tz, tz_label: user.tz, tz_offset: 3_600, is_bot: user.isBot, is_app_user: false, updated: 1 },
    profile: {
      ...{ title: user.title ?? '', phone: user.phone ?? '', real_name: user.realName, display_name: user.name },
      ...{ first_name: first, last_name: rest.join(' '), team: user.teamId },
      ...(user.email && { email: user.email }),
    },
  };
}

/** https://docs.slack.dev/reference/objects/conversation-object */
export function conversationResource(workspace: Workspace, conversation: SlackConversation): Json {
  const { id, name, kind, members, created, archived } = conversation;
  const other = [...members].find((member) => member !== workspace.bot.id);
  return {
    ...{ id, created: Math.floor(created / 1_000), is_archived: archived, context_team_id: workspace.id },
    ...{ is_im: kind === 'im', is_mpim: kind === 'mpim', is_org_shared: false },
    ...(kind === 'im'
      ? { user: other, is_user_deleted: false }
      : {
          ...{ name, name_normalized: name, is_channel: kind === 'public', is_group: kind === 'private' },
          ...{ is_private: kind !== 'public', is_member: members.has(workspace.bot.id), num_members: members.size },
          ...{ is_general: false, is_shared: false, topic: { value: '' }, purpose: { value: '' } },
        }),
  };
}

/** https://docs.slack.dev/reference/views */
export function viewResource(workspace: Workspace, { id, view, hash, type }: SlackView): Json {
  return {
    ...{ private_metadata: '', callback_id: '', external_id: '', state: { values: {} }, ...view },
    ...{ id, type, hash, team_id: workspace.id, app_id: workspace.app.id, bot_id: workspace.botId },
    ...{ root_view_id: id, previous_view_id: null, app_installed_team_id: workspace.id },
  };
}
