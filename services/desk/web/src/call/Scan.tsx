import { ActionIcon, Button } from '@mantine/core';
import { IconRotateClockwise, IconZoomIn, IconZoomOut } from '@tabler/icons-react';
import { useState } from 'react';
import type { Contact } from '../api/types.ts';
import { Mark } from '../show/Marks.tsx';
import styles from './call.module.css';
import type { File } from './Files.tsx';
import { useFile } from './media.ts';

/** Pages of a scan to look at, closer and the right way up, with what was read in them beside it. */
export function Scan({ files, contact }: { files: readonly File[]; contact: Contact }) {
  const [page, setPage] = useState(0);
  const file = files[Math.min(page, files.length - 1)];
  return (
    <div className={styles.scan}>
      <div>
        {file && <Picture key={file.sha256} file={file} />}
        {files.length > 1 && (
          <div className={styles.pages}>
            {files.map(({ sha256 }, index) => (
              <Button
                key={sha256}
                size="compact-xs"
                variant={index === page ? 'filled' : 'default'}
                onClick={() => setPage(index)}
              >
                {index + 1}
              </Button>
            ))}
          </div>
        )}
      </div>
      <Read contact={contact} />
    </div>
  );
}

export function Picture({ file }: { file: File }) {
  const { address, error } = useFile(file);
  const [zoom, setZoom] = useState(1);
  const [turn, setTurn] = useState(0);
  if (error) return <p className={styles.problem}>The scan cannot be had: {error}</p>;
  return (
    <figure className={styles.picture}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys */}
      <div className={styles.sheet} tabIndex={0} role="group" aria-label={`Scan ${file.name}`}>
        {address && (
          <img
            src={address}
            alt={`Scan ${file.name}`}
            style={{ width: `${zoom * 100}%`, transform: `rotate(${turn}deg)`, transformOrigin: 'center' }}
          />
        )}
      </div>
      <figcaption>
        <ActionIcon variant="default" aria-label="Smaller" disabled={zoom <= 1} onClick={() => setZoom(zoom - 0.5)}>
          <IconZoomOut size={16} />
        </ActionIcon>
        <ActionIcon variant="default" aria-label="Larger" disabled={zoom >= 4} onClick={() => setZoom(zoom + 0.5)}>
          <IconZoomIn size={16} />
        </ActionIcon>
        <ActionIcon variant="default" aria-label="Turn" onClick={() => setTurn((turn + 90) % 360)}>
          <IconRotateClockwise size={16} />
        </ActionIcon>
      </figcaption>
    </figure>
  );
}

type Field = { readonly name: string; readonly text: string; readonly confidence?: number };

/** The fields that were read on a sheet, where it has any. */
export function fieldsOf({ details }: Contact): Field[] {
  const fields = 'fields' in details ? (details as { fields?: unknown }).fields : undefined;
  if (!Array.isArray(fields)) return [];
  return fields.flatMap((field) =>
    typeof field?.name === 'string'
      ? [{ name: field.name, text: String(field.text ?? field.value ?? ''), confidence: field.confidence }]
      : [],
  );
}

function Read({ contact }: { contact: Contact }) {
  const fields = fieldsOf(contact);
  if (fields.length === 0) return null;
  return (
    <dl className={styles.fields} aria-label="What was read">
      {fields.map(({ name, text, confidence }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd dir="auto">
            {text || <span className="faint">empty</span>}{' '}
            {confidence !== undefined && confidence < 0.9 && <Mark tone="warn">unsure</Mark>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
