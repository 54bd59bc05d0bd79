/** Names of what a message mentions by Slack's own ids, as far as they are known. */
export type Directory = {
  user(id: string): string | undefined;
  conversation(id: string): string | undefined;
  usergroup?(id: string): string | undefined;
  /** The app itself: whoever begins with a mention of it speaks to it, and says nothing by that. */
  readonly self?: string | undefined;
};

/** Where nobody is known, ids stand for names. */
export const NOBODY_KNOWN: Directory = {
  user: () => undefined,
  conversation: () => undefined,
};

export function userMention(id: string, label: string | undefined, directory: Directory): string {
  return `@${directory.user(id) ?? label ?? id}`;
}

export function conversationMention(id: string, label: string | undefined, directory: Directory): string {
  return `#${directory.conversation(id) ?? label ?? id}`;
}

export function usergroupMention(id: string, label: string | undefined, directory: Directory): string {
  const name = directory.usergroup?.(id) ?? label ?? id;
  return name.startsWith('@') ? name : `@${name}`;
}

/** A link as one reads it: its words, and where it leads unless the words say so. */
export function link(url: string, label: string | undefined): string {
  const address = url.replace(/^(?:mailto|tel):/, '');
  if (label === undefined || label === '') return address;
  const same = [url, address].some((one) => bare(one) === bare(label));
  return same ? label : `${label} (${address})`;
}

function bare(address: string): string {
  return address.replace(/^https?:\/\//, '').replace(/\/$/, '');
}
