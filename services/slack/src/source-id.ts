/** A message, by its workspace, conversation and time. */
export type Place = { readonly team: string; readonly conversation: string; readonly ts: string };

/**
 * The source ids of messages and of all that is told of them later. They are made of Slack's own names, so that whoever
 * hears of a thing first, by whatever event or list, gives it the same key.
 */
export const sourceIds = {
  message: ({ team, conversation, ts }: Place) => `${team}:${conversation}:${ts}`,
  edit: (place: Place, editedTs: string) => `${sourceIds.message(place)}:edit:${editedTs}`,
  deletion: (place: Place) => `${sourceIds.message(place)}:deletion`,
  /** The message itself, where somebody pointed at it and it could not be had at once. */
  fetched: (place: Place) => `${sourceIds.message(place)}:fetched`,
  /** Its files, of a message or of a form. */
  files: (sourceId: string) => `${sourceId}:files`,
  form: (team: string, view: string) => `${team}:form:${view}`,
  action: (place: Place, user: string, actionTs: string) => `${sourceIds.message(place)}:action:${user}:${actionTs}`,
  requester: (sourceId: string) => `${sourceId}:requester`,
} as const;

/** How a user is named in the log: users of two workspaces may share a name. */
export function slackUser(team: string, user: string): string {
  return `${team}/${user}`;
}

/** The user's own name in its workspace, as Slack's methods take it. */
export function userOf(slackUser: string): string {
  return slackUser.slice(slackUser.indexOf('/') + 1);
}

/** The workspace, the conversation and the time in `team:conversation:ts`; undefined for anything else. */
export function placeOf(sourceId: string): Place | undefined {
  const [team, conversation, ts, ...rest] = sourceId.split(':');
  return team && conversation && ts && rest.length === 0 ? { team, conversation, ts } : undefined;
}
