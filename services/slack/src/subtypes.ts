/**
 * Subtypes of messages by which Slack tells what happened in a conversation. Nobody says them.
 * https://docs.slack.dev/reference/events/message#subtypes, and such as are seen without being documented.
 */
const NOTICES: ReadonlySet<string> = new Set([
  ...['bot_add', 'bot_remove', 'bot_enable', 'bot_disable', 'app_conversation_join', 'app_conversation_leave'],
  ...['pinned_item', 'unpinned_item', 'reminder_add', 'reminder_delete', 'reply_broadcast', 'slackbot_response'],
  ...['huddle_thread', 'sh_room_created', 'sh_room_shared', 'assistant_app_thread', 'ekm_access_denied', 'tombstone'],
  ...['file_mention', 'document_mention', 'tabbed_canvas_updated', 'joiner_notification'],
  ...['joiner_notification_for_inviter', 'bot_message', 'message_replied', 'message_changed', 'message_deleted'],
]);
/** `channel_join`, `group_topic` and their like. */
const OF_THE_CONVERSATION = /^(?:channel|group)_/;

export function isNotice(subtype: string | undefined): boolean {
  return subtype !== undefined && (NOTICES.has(subtype) || OF_THE_CONVERSATION.test(subtype));
}
