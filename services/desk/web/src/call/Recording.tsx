import { ActionIcon, Button } from '@mantine/core';
import { IconDownload, IconPlayerPauseFilled, IconPlayerPlayFilled } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { position } from '../format.ts';
import styles from './call.module.css';
import type { File } from './Files.tsx';
import { loudness, useFile } from './media.ts';

const BARS = 120;
const SPEEDS = [1, 1.5, 2];

type Segment = { readonly from: number; readonly to: number; readonly text: string };
type Word = { readonly text: string; readonly from: number; readonly to: number };

/** A recording to listen to: how loud it is, what is said in it, and each word a way to where it is said. */
export function Recording(props: {
  file: Pick<File, 'address' | 'mediaType'>;
  segments?: readonly Segment[] | undefined;
  /** How long it is, where that is known before it is here. */
  seconds?: number | undefined;
  /** That nobody and nothing has written down what is said. */
  unwritten?: boolean;
}) {
  const { file, segments = [], seconds: known = 0, unwritten = false } = props;
  const { address, bytes, error } = useFile(file);
  const audio = useRef<HTMLAudioElement>(null);
  const [bars, setBars] = useState<number[]>([]);
  const [at, setAt] = useState(0);
  const [length, setLength] = useState(known);
  const [playing, setPlaying] = useState(false);
  const [speed, setSpeed] = useState(1);
  useEffect(() => {
    if (bytes) void loudness(bytes, BARS).then(setBars);
  }, [bytes]);

  const go = (seconds: number, play = true) => {
    const element = audio.current;
    if (!element) return;
    element.currentTime = seconds;
    setAt(seconds);
    if (play) void element.play();
  };
  const toggle = () => {
    const element = audio.current;
    if (!element) return;
    if (element.paused) void element.play();
    else element.pause();
  };
  const words = wordsIn(segments);
  if (error) return <p className={styles.problem}>The recording cannot be had: {error}</p>;
  return (
    <figure className={styles.recording} aria-label={`Recording, ${position(length)}`}>
      {/* biome-ignore lint/a11y/useMediaCaption: what is said stands beneath it */}
      <audio
        ref={audio}
        src={address}
        preload="metadata"
        onTimeUpdate={({ currentTarget }) => setAt(currentTarget.currentTime)}
        onLoadedMetadata={({ currentTarget }) =>
          Number.isFinite(currentTarget.duration) && setLength(currentTarget.duration)
        }
        onPlay={() => setPlaying(true)}
        onPause={() => setPlaying(false)}
      />
      <div className={styles.player}>
        <ActionIcon size="lg" radius="xl" onClick={toggle} disabled={!address} aria-label={playing ? 'Pause' : 'Play'}>
          {playing ? <IconPlayerPauseFilled size={16} /> : <IconPlayerPlayFilled size={16} />}
        </ActionIcon>
        <div className={styles.wave}>
          <svg viewBox={`0 0 ${BARS} 32`} preserveAspectRatio="none" aria-hidden="true">
            {(bars.length > 0 ? bars : Array.from({ length: BARS }, () => 0.08)).map((loud, index) => (
              <rect
                key={index}
                x={index + 0.2}
                width={0.6}
                y={16 - Math.max(0.8, loud * 15)}
                height={Math.max(1.6, loud * 30)}
                data-heard={length > 0 && index / BARS <= at / length ? true : undefined}
              />
            ))}
          </svg>
          <input
            type="range"
            aria-label="Position in the recording"
            aria-valuetext={`${position(at)} of ${position(length)}`}
            min={0}
            max={Math.max(length, 0.1)}
            step={0.1}
            value={Math.min(at, length)}
            onChange={({ currentTarget }) => go(Number(currentTarget.value), false)}
          />
        </div>
        <span className="numbers faint">
          {position(at)} / {position(length)}
        </span>
        <Button
          size="compact-xs"
          variant="default"
          aria-label={`Speed ${speed}`}
          onClick={() => {
            const next = SPEEDS[(SPEEDS.indexOf(speed) + 1) % SPEEDS.length] ?? 1;
            setSpeed(next);
            if (audio.current) audio.current.playbackRate = next;
          }}
        >
          {speed}×
        </Button>
        <ActionIcon
          component="a"
          href={file.address}
          download=""
          variant="subtle"
          color="gray"
          aria-label="Download the recording"
        >
          <IconDownload size={16} />
        </ActionIcon>
      </div>
      {words.length > 0 && (
        <figcaption className={styles.transcript} dir="auto">
          {words.map(({ text: word, from, to }, index) => (
            <button
              type="button"
              key={index}
              tabIndex={-1}
              data-now={playing && at >= from && at < to ? true : undefined}
              onClick={() => go(from)}
            >
              {word}{' '}
            </button>
          ))}
        </figcaption>
      )}
      {words.length === 0 && unwritten && <figcaption className="faint">Not written down.</figcaption>}
    </figure>
  );
}

/** Words with their times: an engine gives those of a segment, within which each letter is taken to last as long. */
export function wordsIn(segments: readonly Segment[]): Word[] {
  return segments.flatMap(({ from, to, text }) => {
    const letters = Math.max(1, text.length);
    return [...text.matchAll(/\S+/g)].map((found) => ({
      text: found[0],
      from: from + ((to - from) * found.index) / letters,
      to: from + ((to - from) * (found.index + found[0].length)) / letters,
    }));
  });
}
