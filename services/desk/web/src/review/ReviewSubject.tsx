import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { addressOf, ask } from '../api/client.ts';
import { Recording } from '../call/Recording.tsx';
import { PagePicture } from '../show/PagePicture.tsx';
import type { Entry, Field } from './names.ts';

/** What is looked at or listened to: the page of the field that is being typed, or the recording. */
export function ReviewSubject({ entry, field }: { entry: Entry; field: Field | undefined }) {
  if (entry.kind === 'recording') return <Sound entry={entry} />;
  const page = entry.pages.find((one) => one.page === field?.page) ?? entry.pages[0];
  if (!page)
    return (
      <Text c="dimmed">
        No page of it could be shown.{' '}
        <a href={addressOf('/api/contacts/{id}/original', { id: entry.contact })} download="">
          The original
        </a>{' '}
        is as it came.
      </Text>
    );
  return (
    <PagePicture
      key={page.page}
      address={page.picture}
      name={`Page ${page.page + 1} of ${entry.fileName ?? 'the scan'}`}
      box={field?.page === page.page ? field.box : undefined}
    />
  );
}

function Sound({ entry }: { entry: Entry }) {
  const { data } = useQuery({
    queryKey: ['contact', entry.contact],
    queryFn: ({ signal }) => ask('GET /api/contacts/{id}', { parameters: { id: entry.contact }, signal }),
  });
  const file = data?.attachments[0];
  if (!data || !file || !entry.recording) return null;
  return <Recording file={{ ...file, address: entry.recording }} details={data.details} text={data.text} />;
}
