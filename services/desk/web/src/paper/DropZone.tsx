import { Button, Select, Text } from '@mantine/core';
import { IconCamera, IconFileUpload, IconPrinter } from '@tabler/icons-react';
import { type ChangeEvent, useEffect, useRef, useState } from 'react';
import { useKeys } from '../shell/keys.ts';
import { sayError } from '../shell/say.ts';
import styles from './paper.module.css';
import { upload } from './uploads.ts';

/** What is read. Whatever else is handed in is kept, and shown to a person. */
const ACCEPTED = '.pdf,.tif,.tiff,.png,.jpg,.jpeg,.webp';

type Tray = { readonly name: string; readonly department?: string | undefined };

/** Where files are chosen, dropped anywhere on the page, or taken by the camera of a telephone. */
export function DropZone({ trays }: { trays: readonly Tray[] }) {
  const chooser = useRef<HTMLInputElement>(null);
  const camera = useRef<HTMLInputElement>(null);
  const [chosen, setTray] = useState<string | null>(null);
  const tray = chosen ?? trays[0]?.name;
  const hand = (files: readonly File[]) => files.length > 0 && upload(files, tray);
  const dragging = useDrop(hand);
  useKeys({ f: () => chooser.current?.click() });

  const taken = ({ currentTarget }: ChangeEvent<HTMLInputElement>) => {
    hand([...(currentTarget.files ?? [])]);
    // The same file may be chosen again.
    currentTarget.value = '';
  };
  return (
    <section className={styles.zone} data-dragging={dragging || undefined} aria-label="Hand in scans">
      <IconFileUpload size={32} stroke={1.3} aria-hidden />
      <Text fw={600} className={styles.drop}>
        Drop scans anywhere on this page
      </Text>
      <Text fw={600} className={styles.touch}>
        Hand in scans
      </Text>
      <Text size="sm" c="dimmed">
        PDF, TIFF, PNG, JPEG or WebP, several at a time. Each is a call at once, and is read then.
      </Text>
      <div className={styles.ways}>
        <Button
          leftSection={<IconFileUpload size={16} />}
          onClick={() => chooser.current?.click()}
          aria-keyshortcuts="f"
        >
          Choose files
        </Button>
        <Button
          className={styles.camera}
          variant="default"
          leftSection={<IconCamera size={16} />}
          onClick={() => camera.current?.click()}
        >
          Take a picture
        </Button>
        <Button
          className={styles.toPrint}
          variant="default"
          component="a"
          href="#print"
          leftSection={<IconPrinter size={16} />}
        >
          Print forms
        </Button>
      </div>
      {trays.length > 1 && (
        <Select
          label="Tray"
          size="xs"
          allowDeselect={false}
          value={tray ?? null}
          onChange={setTray}
          data={trays.map(({ name, department }) => ({
            value: name,
            label: department === undefined ? name : `${name} (${department})`,
          }))}
        />
      )}
      <input ref={chooser} type="file" multiple hidden accept={ACCEPTED} onChange={taken} aria-label="Scans" />
      {/* Not every picture: a telephone then makes a JPEG of what it would keep as HEIC. */}
      <input
        ref={camera}
        type="file"
        hidden
        accept="image/jpeg"
        capture="environment"
        onChange={taken}
        aria-label="Picture"
      />
      {dragging && (
        <div className={styles.veil} aria-hidden>
          Drop to hand in
        </div>
      )}
    </section>
  );
}

/** Takes files that are dropped anywhere in the window; whether some are just being dragged over it. */
function useDrop(hand: (files: readonly File[]) => void): boolean {
  const [dragging, setDragging] = useState(false);
  const latest = useRef(hand);
  useEffect(() => {
    latest.current = hand;
  });
  useEffect(() => {
    const holdsFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') === true;
    const over = (event: DragEvent) => {
      if (!holdsFiles(event)) return;
      event.preventDefault();
      setDragging(true);
    };
    const leave = (event: DragEvent) => {
      // Between two parts of the page there is another one to go to.
      if (event.relatedTarget === null) setDragging(false);
    };
    const drop = (event: DragEvent) => {
      if (!holdsFiles(event)) return;
      event.preventDefault();
      setDragging(false);
      const items = [...(event.dataTransfer?.items ?? [])].filter(({ kind }) => kind === 'file');
      const folders = items.filter((item) => item.webkitGetAsEntry()?.isDirectory);
      if (folders.length > 0) sayError('A folder is not taken', new Error('Open it, and drop the files in it.'));
      latest.current(items.filter((item) => !folders.includes(item)).flatMap((item) => item.getAsFile() ?? []));
    };
    window.addEventListener('dragover', over);
    window.addEventListener('dragleave', leave);
    window.addEventListener('drop', drop);
    return () => {
      window.removeEventListener('dragover', over);
      window.removeEventListener('dragleave', leave);
      window.removeEventListener('drop', drop);
    };
  }, []);
  return dragging;
}
