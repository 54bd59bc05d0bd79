import { Alert, Button, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { ask, wordsOf } from '../api/client.ts';
import { mayWork, useMe } from '../api/session.ts';
import { Page } from '../show/Page.tsx';
import { DropZone } from './DropZone.tsx';
import { PrintForms } from './PrintForms.tsx';
import styles from './paper.module.css';
import { UploadItem } from './UploadItem.tsx';
import { forget, useUploads } from './uploads.ts';
import { useScans } from './useScans.ts';

/** Paper: scans are handed in and followed until they are read, and forms are printed. */
export function PaperPage() {
  const me = useMe();
  const uploads = useUploads();
  const scans = useScans([...new Set(uploads.flatMap(({ taken }) => taken?.key ?? []))]);
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['paper'],
    queryFn: ({ signal }) => ask('GET /api/paper', { signal }),
    staleTime: 5 * 60_000,
  });
  const done = uploads.filter(({ state }) => state === 'taken').length;
  return (
    <Page
      title="Paper"
      acts={
        done > 1 && (
          <Button variant="default" size="compact-sm" onClick={() => forget()}>
            Clear the list
          </Button>
        )
      }
    >
      {error && (
        <Alert color="orange" title="Paper cannot be shown" mb="md">
          <p>{wordsOf(error)}</p>
          <Button size="xs" variant="default" onClick={() => void refetch()}>
            Try again
          </Button>
        </Alert>
      )}
      {(isPending || !me) && !error && <Skeleton height={240} />}
      {data && me && !mayWork(me) && (
        <Alert title="Your role may look, and not hand in or print">
          Ask an admin of the desk. What others hand in is in the log.
        </Alert>
      )}
      {data && mayWork(me) && (
        <div className={styles.paper}>
          <div className={styles.in}>
            {data.trays.length > 0 ? (
              <DropZone trays={data.trays} />
            ) : (
              <Alert title="There is no tray for you">All trays are those of private departments.</Alert>
            )}
            {uploads.length > 0 && (
              <ul className={styles.uploads} aria-label="What was handed in">
                {uploads.map((upload) => (
                  <UploadItem key={upload.id} upload={upload} scans={scans} />
                ))}
              </ul>
            )}
          </div>
          <PrintForms language={data.language} paper={data.paper} />
        </div>
      )}
    </Page>
  );
}
