import styles from './figures.module.css';
import { type Figures, kept, lasting, share, whole } from './figures.ts';

/** The numbers that people ask for first. Each says what it means to whoever rests on it; `Meanings` to everybody. */
export function Tiles({ figures: { total, backlog, to, definitions } }: { figures: Figures }) {
  const tiles = [
    ['Calls', whole(total.calls), definitions.calls],
    ['Answered in time', kept(total.response), definitions['response.inTime']],
    ['Median to first answer', lasting(total.responseSeconds?.median), definitions['total.responseSeconds']],
    ['Resolved in time', kept(total.resolution), definitions['resolution.inTime']],
    ['Median to resolution', lasting(total.resolutionSeconds?.median), definitions['total.resolutionSeconds']],
    [backlog.at === to ? 'Open at the end' : 'Open now', whole(backlog.open), definitions['backlog.open']],
    ['Reopened', share(total.reopened, total.calls), definitions.reopened],
    ['Duplicates saved', whole(total.duplicates), definitions['total.duplicates']],
    ['Contacts per call', total.contactsPerCall?.toFixed(2) ?? '–', definitions['total.contactsPerCall']],
    ['Rating', total.meanRating === undefined ? '–' : `${total.meanRating.toFixed(1)} of 5`, definitions.meanRating],
  ] as const;
  return (
    <dl className={styles.tiles}>
      {tiles.map(([name, value, meaning]) => (
        <div key={name} title={meaning}>
          <dt>{name}</dt>
          <dd className="numbers">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
