import { ActionIcon } from '@mantine/core';
import { IconRotateClockwise, IconZoomIn, IconZoomOut } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import styles from './PagePicture.module.css';

/** Shares of the picture, from its upper left corner. */
type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

/** A page to look at, closer and the right way up. `box` is marked, and scrolled to when it changes. */
export function PagePicture({ address, name, box }: { address: string; name: string; box?: Box | undefined }) {
  const [zoom, setZoom] = useState(1);
  const [turn, setTurn] = useState(0);
  const mark = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever another box is marked
  useEffect(() => {
    // It answers with a promise in some browsers, and an effect with what cleans up.
    void mark.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [box?.x, box?.y, zoom]);
  const percent = (share: number) => `${share * 100}%`;
  return (
    <figure className={styles.picture}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys */}
      <div className={styles.sheet} tabIndex={0} role="group" aria-label={name}>
        <div className={styles.page} style={{ width: percent(zoom), transform: `rotate(${turn}deg)` }}>
          <img src={address} alt={name} />
          {box && (
            <div
              ref={mark}
              className={styles.mark}
              style={{
                ...{ left: percent(box.x), top: percent(box.y) },
                ...{ width: percent(box.width), height: percent(box.height) },
              }}
            />
          )}
        </div>
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
