import { type CallbookError, type Contact, type ErrorCode, isCallbookError } from '@callbook/contracts';
import { fileHosts } from './config.ts';
import { fileOf, type SlackFile } from './file.ts';
import { download } from './files.ts';
import type { LateTask } from './late-task.ts';
import { fetchedContact, filesContact, type RefusedFile, requesterContact } from './normalise.ts';
import { type Json, text } from './payload.ts';
import { type Place, sourceIds } from './source-id.ts';
import type { Station } from './station.ts';
import { rawJson, take } from './take.ts';
import { takeListed } from './take-listed.ts';
import { fetchFiles, readMessage } from './take-message.ts';
import { compareTs } from './ts.ts';
import { word } from './word.ts';

/** These will not change by themselves: the file is named, and stays where it is. */
const FOR_GOOD: ReadonlySet<ErrorCode> = new Set(['slack-file-too-large', 'slack-file-foreign', 'slack-file-missing']);

/** Does one task. @throws CallbookError when it is to be tried again. */
export async function doLate(station: Station, task: LateTask): Promise<void> {
  switch (task.kind) {
    case 'requester':
      return takeRequester(station, task.sourceId, task.user);
    case 'files':
      return takeFiles(station, task.sourceId, task.files);
    case 'message':
      return takePointedAt(station, task);
    case 'thread':
      return takeThread(station, task);
  }
}

/** Says of a task that could not be done for a day what is known. @throws CallbookError of the archive and the spool. */
export async function giveUp(station: Station, task: LateTask, error: unknown): Promise<void> {
  station.logger.error({ err: error, task: task.id }, 'Slack did not hand it out within a day');
  if (task.kind !== 'files' || !isCallbookError(error)) return;
  const refused = task.files.map((file) => refusedFile(file, error));
  await keepFiles(station, task.sourceId, task.files, { attachments: [], refused });
}

async function takeRequester(station: Station, sourceId: string, user: string): Promise<void> {
  const { team } = station.workspace;
  const profile = await station.profiles.ask(user);
  await take(station, sourceIds.requester(sourceId), rawJson({ user, ...profile }), (arrival) =>
    requesterContact(team, sourceId, { user, profile }, arrival),
  );
}

async function takeFiles(station: Station, sourceId: string, files: readonly SlackFile[]): Promise<void> {
  const attachments: Contact['attachments'] = [];
  const refused: RefusedFile[] = [];
  for (const file of files) {
    try {
      attachments.push(await attachmentOf(station, file));
      station.metrics.file('stored');
    } catch (error) {
      if (!isCallbookError(error) || !FOR_GOOD.has(error.code)) throw error;
      station.metrics.file('refused');
      refused.push(refusedFile(file, error));
    }
  }
  await keepFiles(station, sourceId, files, { attachments, refused });
}

async function attachmentOf(station: Station, told: SlackFile): Promise<Contact['attachments'][number]> {
  const { archive, workspace, slack, api, signal } = station;
  const asked = told.toBeAskedFor ? await api.file(told.id) : undefined;
  const file = (asked && fileOf(asked)) ?? told;
  const { botToken, maxFileSize } = workspace;
  const { sha256, size } = await download(file, { archive, botToken, hosts: fileHosts(slack), maxFileSize, signal });
  const mediaType = word(file.mediaType) ?? 'application/octet-stream';
  return { sha256, size, name: word(file.name) ?? file.id, mediaType, inline: false };
}

async function keepFiles(
  station: Station,
  sourceId: string,
  files: readonly SlackFile[],
  outcome: Parameters<typeof filesContact>[2],
): Promise<void> {
  const { team } = station.workspace;
  await take(station, sourceIds.files(sourceId), rawJson({ files }), (arrival) =>
    filesContact(team, sourceId, outcome, arrival),
  );
}

function refusedFile({ name, size }: SlackFile, error: CallbookError): RefusedFile {
  return { name, ...(size !== undefined && { size }), error };
}

/** A message that somebody pointed at, and that Slack did not show at once. */
async function takePointedAt(station: Station, task: LateTask & { kind: 'message' }): Promise<void> {
  const { conversation, ts, way, loggedBy } = task;
  const place: Place = { team: station.workspace.team, conversation, ts };
  const message = await station.api.message(conversation, ts);
  if (!message) return station.logger.warn({ message: sourceIds.message(place) }, 'Slack does not show this message');
  const read = await readMessage(station, place, { conversation, message, way, loggedBy });
  const { user, profile } = read.author;
  const author =
    user === undefined || profile ? read.author : { ...read.author, profile: await station.profiles.ask(user) };
  await fetchFiles(station, sourceIds.message(place), message);
  await take(station, sourceIds.fetched(place), rawJson(message), (arrival) =>
    fetchedContact({ ...read, author }, arrival),
  );
}

/** What was said in a thread after it became the desk's, should it have come before. */
async function takeThread(station: Station, task: LateTask & { kind: 'thread' }): Promise<void> {
  const { conversation, ts, since } = task;
  const replies: Json[] = [];
  for (let cursor: string | undefined, more = true; more; more = cursor !== undefined) {
    const page = await station.api.replies(conversation, ts, since, cursor);
    replies.push(...page.items);
    cursor = page.next;
  }
  await takeInOrder(
    station,
    conversation,
    replies.filter((reply) => compareTs(tsIn(reply), since) > 0),
  );
}

/** Takes of messages in a list those that are for the desk, in their order. */
export async function takeInOrder(station: Station, conversation: string, messages: readonly Json[]): Promise<void> {
  for (const message of messages.toSorted((a, b) => compareTs(tsIn(a), tsIn(b))))
    await takeListed(station, conversation, message);
}

function tsIn(message: Json): string {
  return text(message, 'ts') ?? '0';
}
