import { Text } from '@mantine/core';
import { addressOf } from '../api/client.ts';
import { Recording } from '../call/Recording.tsx';
import { PagePicture } from '../show/PagePicture.tsx';
import type { Entry, Field } from './names.ts';

/** What is looked at or listened to: the page of the field that is being typed, or the recording. */
export function ReviewSubject({ entry, field }: { entry: Entry; field: Field | undefined }) {
  if (entry.recording) {
    const { address, segments } = entry.recording;
    return <Recording key={address} file={entry.recording} segments={segments} seconds={entry.seconds} />;
  }
  if (entry.kind === 'recording') return <Missing what="recording" contact={entry.contact} />;
  const page = entry.pages.find((one) => one.page === field?.page) ?? entry.pages[0];
  if (!page) return <Missing what="page" contact={entry.contact} />;
  return (
    <PagePicture
      key={page.page}
      address={page.picture}
      name={`Page ${page.page + 1} of ${entry.fileName ?? 'the scan'}`}
      box={field?.page === page.page ? field.box : undefined}
    />
  );
}

function Missing({ what, contact }: { what: string; contact: string }) {
  return (
    <Text c="dimmed">
      No {what} of it could be shown.{' '}
      <a href={addressOf('/api/contacts/{id}/original', { id: contact })} download="">
        The original
      </a>{' '}
      is as it came.
    </Text>
  );
}
