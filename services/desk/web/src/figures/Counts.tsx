import { Table } from '@mantine/core';
import type { ReactNode } from 'react';
import { Bar } from './Bar.tsx';
import styles from './figures.module.css';
import { share, whole } from './figures.ts';

/** Kinds of something, each with its number and its part of them all. */
export function Counts({
  of,
  counted,
  rows,
  children,
}: {
  of: string;
  counted: string;
  rows: readonly (readonly [name: string, count: number])[];
  children?: ReactNode;
}) {
  const counts = rows.map(([, count]) => count);
  const all = counts.reduce((sum, count) => sum + count, 0);
  return (
    <section className={styles.part} aria-label={of}>
      <Table className="numbers" fz="sm" verticalSpacing={3} horizontalSpacing={6}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{of}</Table.Th>
            <Table.Th ta="right" colSpan={2}>
              {counted}
            </Table.Th>
            <Table.Th ta="right">Part</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(([name, count]) => (
            <Table.Tr key={name}>
              <Table.Td>{name}</Table.Td>
              <Table.Td w="40%">
                <Bar value={count} most={Math.max(...counts)} />
              </Table.Td>
              <Table.Td ta="right">{whole(count)}</Table.Td>
              <Table.Td ta="right">{share(count, all)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {children && <p className={styles.beneath}>{children}</p>}
    </section>
  );
}
