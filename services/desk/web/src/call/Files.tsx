import { IconFile, IconFileMusic, IconPhoto } from '@tabler/icons-react';
import { addressOf } from '../api/client.ts';
import type { Contact } from '../api/types.ts';
import { bytes } from '../format.ts';
import styles from './call.module.css';

export type File = Contact['attachments'][number] & { readonly address: string };

/** What came along with a contact and with the later news of it, and where it can be had. */
export function filesOf(contact: Contact, revisions: readonly Contact[]): File[] {
  const files = [contact, ...revisions].flatMap(({ id, attachments }) =>
    attachments.map((file, position) => ({
      ...file,
      address: addressOf('/api/contacts/{id}/attachments/{position}', { id, position }),
    })),
  );
  return [...new Map(files.map((file) => [file.sha256, file])).values()];
}

export function Files({
  files,
  refused = [],
}: {
  files: readonly File[];
  refused?: readonly { name: string; message: string }[] | undefined;
}) {
  if (files.length + refused.length === 0) return null;
  return (
    <ul className={styles.files} aria-label="Attachments">
      {files.map(({ sha256, name, size, address, mediaType }) => {
        const Icon = mediaType.startsWith('image/')
          ? IconPhoto
          : mediaType.startsWith('audio/')
            ? IconFileMusic
            : IconFile;
        return (
          <li key={sha256}>
            <a href={address} download="">
              <Icon size={16} stroke={1.6} aria-hidden />
              <bdi>{name}</bdi>
              <span className="faint">{bytes(size)}</span>
            </a>
          </li>
        );
      })}
      {refused.map(({ name, message }) => (
        <li key={name} className={styles.problem}>
          {name}: {message}
        </li>
      ))}
    </ul>
  );
}
