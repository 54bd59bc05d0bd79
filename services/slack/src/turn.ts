/**
 * Which conversations one comparison looks at: the lively ones, and of the others so many, each in its turn. Slack answers
 * some fifty questions a minute, and a large workspace has thousands of direct messages in which nobody says anything.
 */
export function turnOf(
  conversations: readonly string[],
  isLively: (conversation: string) => boolean,
  { begin, most }: { readonly begin: number; readonly most: number },
): { readonly chosen: readonly string[]; readonly next: number } {
  const quiet = conversations.filter((one) => !isLively(one));
  const first = quiet.length === 0 ? 0 : begin % quiet.length;
  const inTurn = [...quiet.slice(first), ...quiet.slice(0, first)].slice(0, most);
  const looked = new Set(inTurn);
  const chosen = conversations.filter((one) => isLively(one) || looked.has(one));
  return { chosen, next: first + inTurn.length };
}
