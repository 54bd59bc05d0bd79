import type { Readable } from 'node:stream';
import {
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { CallbookError, type Config, SECOND } from '@callbook/contracts';
import { pathOf } from './name.ts';

/** The far side of a remote archive. Every call may fail with `archive-failed`, whose `cause` is the SDK's error. */
export type Bucket = {
  /** Uploads and resolves when the store has confirmed it. `signal` gives it up. */
  upload(sha256: string, size: number, body: Readable, signal: AbortSignal): Promise<void>;
  /** The bytes, or undefined when the bucket has none under this name. */
  download(sha256: string): Promise<Readable | undefined>;
  size(sha256: string): Promise<number | undefined>;
  close(): void;
};

/** The uploader says what fails, once and with its consequence; the SDK would write each failure to the console. */
const SILENT = { debug: ignore, info: ignore, warn: ignore, error: ignore };

function ignore(): void {}

/** A bucket of S3 or of a store that speaks its protocol (MinIO, Ceph, Garage). */
export function openBucket(config: NonNullable<Config['archive']['s3']>): Bucket {
  const client = new S3Client({
    region: config.region,
    logger: SILENT,
    ...(config.endpoint && { endpoint: config.endpoint, forcePathStyle: true }),
    ...(config.accessKeyId &&
      config.secretAccessKey && {
        credentials: { accessKeyId: config.accessKeyId, secretAccessKey: config.secretAccessKey },
      }),
    requestHandler: { connectionTimeout: 5 * SECOND, socketTimeout: 60 * SECOND },
    // The content's sha256 is signed with the request (below), which every such store checks. The SDK's own checksums
    // need `aws-chunked` uploads, which several of them refuse.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
  const address = (sha256: string) => ({ Bucket: config.bucket, Key: `${config.prefix}${pathOf(sha256)}` });

  return {
    async upload(sha256, size, body, signal) {
      const command = new PutObjectCommand({ ...address(sha256), Body: body, ContentLength: size });
      command.middlewareStack.add(
        (next) => (args) => {
          (args.request as { headers: Record<string, string> }).headers['x-amz-content-sha256'] = sha256;
          return next(args);
        },
        { step: 'build', name: 'contentSha256' },
      );
      await answered('uploading', () => client.send(command, { abortSignal: signal }));
    },
    async download(sha256) {
      const answer = await answered('reading', () => client.send(new GetObjectCommand(address(sha256))));
      // In Node the SDK's body is a stream of `node:http`; its type also covers browsers.
      return answer?.Body as Readable | undefined;
    },
    async size(sha256) {
      const answer = await answered('looking', () => client.send(new HeadObjectCommand(address(sha256))));
      return answer?.ContentLength;
    },
    close: () => client.destroy(),
  };
}

/** The status a store answered with, or undefined when it did not answer. */
export function statusOf(error: unknown): number | undefined {
  const cause = error instanceof CallbookError ? error.cause : error;
  return cause instanceof S3ServiceException ? cause.$metadata.httpStatusCode : undefined;
}

/** Waits for an answer: undefined for "no such key", `archive-failed` for everything else that is not one. */
async function answered<T>(doing: string, request: () => Promise<T>): Promise<T | undefined> {
  try {
    return await request();
  } catch (error) {
    if (statusOf(error) === 404 && (error as Error).name !== 'NoSuchBucket') return undefined;
    throw new CallbookError('archive-failed', `The bucket failed at ${doing} (${(error as Error).name}).`, {
      cause: error,
    });
  }
}
