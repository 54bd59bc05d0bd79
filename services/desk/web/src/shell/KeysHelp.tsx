import { Kbd, Modal, Switch } from '@mantine/core';
import { Fragment, useState } from 'react';
import { KEYS, setSingleKeys, singleKeys } from './keys.ts';
import styles from './shell.module.css';

export function KeysHelp({ opened, onClose }: { opened: boolean; onClose(): void }) {
  const [on, setOn] = useState(singleKeys);
  const places = [...new Set(KEYS.map(([, , place]) => place))];
  return (
    <Modal opened={opened} onClose={onClose} title="Keys" size="lg" closeButtonProps={{ 'aria-label': 'Close' }}>
      <div className={styles.keys}>
        {places.map((place) => (
          <section key={place} aria-label={place}>
            <h3>{place}</h3>
            <dl>
              {KEYS.filter(([, , where]) => where === place).map(([key, what]) => (
                <Fragment key={key}>
                  <dt>
                    {key.split(' ').map((one) => (
                      <Kbd key={one}>{one}</Kbd>
                    ))}
                  </dt>
                  <dd>{what}</dd>
                </Fragment>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <Switch
        mt="md"
        label="Single keys act. Turned off, only Esc does."
        checked={on}
        onChange={({ currentTarget }) => {
          setSingleKeys(currentTarget.checked);
          setOn(currentTarget.checked);
        }}
      />
    </Modal>
  );
}
