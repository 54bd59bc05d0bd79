import { ask, Problem, send } from '../api/client.ts';

/** What the desk answered about a file that it has now. */
export type Taken = {
  readonly key: string;
  /** `known`: the very same file was handed in before. `refused`: it is kept and logged, and a person has to look. */
  readonly state: 'accepted' | 'known' | 'refused';
  readonly code?: string;
  readonly message?: string;
};

const SCANS = '/paper/scans';
/** A file is hashed in memory as a whole: a larger one is rather sent once more, which is as harmless. */
const MOST_HASHED = 64_000_000;

export type Sending = {
  readonly file: File;
  readonly tray: string | undefined;
  /** It was sent before, and no answer came. */
  readonly again: boolean;
  /** Bytes that have gone. */
  readonly onProgress: (sent: number) => void;
};

/**
 * Hands a file in. Where that was tried before, it is asked first whether it has arrived: the line may have broken behind
 * the last byte.
 * @throws Problem with what was refused; `unreachable` where the line broke.
 */
export async function sendScan({ file, tray, again, onProgress }: Sending): Promise<Taken> {
  const { ticket } = await ask('POST /api/paper/tickets', { body: tray === undefined ? {} : { tray } });
  const headers = { Authorization: `Bearer ${ticket}` };
  const arrived = again ? await askFor(file, headers) : undefined;
  return arrived ?? post(file, headers, onProgress);
}

/** What has become of a file that may have arrived; undefined where that is not known. */
async function askFor(file: File, headers: Readonly<Record<string, string>>): Promise<Taken | undefined> {
  // Browsers hash for pages of an encrypted connection alone.
  if (!globalThis.crypto?.subtle || file.size > MOST_HASHED) return undefined;
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', await file.arrayBuffer()));
  const sha256 = [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  try {
    return await send<Taken>(`${SCANS}/${sha256}`, { headers });
  } catch (error) {
    if (error instanceof Problem && error.status === 404) return undefined;
    throw error;
  }
}

/** `fetch` does not tell how much of a file has gone. */
function post(file: File, headers: Readonly<Record<string, string>>, onProgress: (sent: number) => void) {
  return new Promise<Taken>((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', SCANS);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.responseType = 'json';
    request.upload.onprogress = ({ loaded, total }) =>
      onProgress(total > 0 ? Math.min(file.size, (loaded * file.size) / total) : 0);
    request.onerror = () =>
      reject(new Problem(0, { code: 'unreachable', detail: 'The line broke while the file was sent.' }));
    request.onload = () => {
      const answer = request.response as { files?: Taken[]; code?: string; detail?: string } | null;
      const [taken] = answer?.files ?? [];
      if (request.status === 202 && taken) resolve(taken);
      else reject(new Problem(request.status, answer ?? {}));
    };
    const body = new FormData();
    body.append('files[]', file, file.name);
    request.send(body);
  });
}
