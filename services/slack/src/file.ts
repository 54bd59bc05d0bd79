import { id, type Json, list, text } from './payload.ts';

/** A file that was shared with a message: https://docs.slack.dev/reference/objects/file-object */
export type SlackFile = {
  readonly id: string;
  readonly name: string;
  readonly mediaType: string;
  /** Bytes, as Slack says. */
  readonly size: number | undefined;
  readonly url: string | undefined;
  /** `hosted`, `external`, `snippet`, `tombstone`, `hidden_by_limit` … */
  readonly mode: string;
  /** Slack tells of it only on request: shared from another workspace. */
  readonly toBeAskedFor: boolean;
};

/** So many files are fetched of one message, which is what Slack takes. */
const MOST = 100;

/** The files of a message. */
export function filesOf(message: Json): SlackFile[] {
  return list(message, 'files')
    .slice(0, MOST)
    .flatMap((file) => fileOf(file) ?? []);
}

/** Reads a file object; undefined where it names none. */
export function fileOf(file: Json): SlackFile | undefined {
  const name = id(file, 'id');
  if (name === undefined) return undefined;
  const { size } = file;
  const mode = file.is_external === true ? 'external' : (text(file, 'mode') ?? 'hosted');
  return {
    ...{ id: name, mode, name: text(file, 'name') ?? text(file, 'title') ?? name },
    mediaType: text(file, 'mimetype') ?? 'application/octet-stream',
    size: typeof size === 'number' && Number.isSafeInteger(size) && size >= 0 ? size : undefined,
    url: text(file, 'url_private_download') ?? text(file, 'url_private'),
    toBeAskedFor: text(file, 'file_access') === 'check_file_info',
  };
}
