import { Table } from '@mantine/core';
import { Bar } from './Bar.tsx';
import styles from './figures.module.css';
import { kept, lasting, type Slice, whole } from './figures.ts';

/** The calls by one thing that they have in common, and how each kind of them fared. */
export function Part({
  of,
  groups,
  name = (key) => key,
}: {
  of: string;
  groups: readonly Slice[];
  name?(key: string): string;
}) {
  if (groups.length === 0) return null;
  const most = Math.max(...groups.map(({ calls }) => calls));
  return (
    <section className={styles.part} aria-label={`By ${of}`}>
      <Table className="numbers" fz="sm" verticalSpacing={3} horizontalSpacing={6}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{of.replace(/^./, (first) => first.toUpperCase())}</Table.Th>
            <Table.Th ta="right" colSpan={2}>
              Calls
            </Table.Th>
            <Table.Th ta="right">Answered in time</Table.Th>
            <Table.Th ta="right">Mean to answer</Table.Th>
            <Table.Th ta="right">Resolved in time</Table.Th>
            <Table.Th ta="right">Mean to resolve</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {groups.map(({ key, calls, response, resolution }) => (
            <Table.Tr key={key}>
              <Table.Td>{key === '' ? <span className="faint">None</span> : name(key)}</Table.Td>
              <Table.Td w="18%">
                <Bar value={calls} most={most} />
              </Table.Td>
              <Table.Td ta="right">{whole(calls)}</Table.Td>
              <Table.Td ta="right">{kept(response)}</Table.Td>
              <Table.Td ta="right">{lasting(response.meanSeconds)}</Table.Td>
              <Table.Td ta="right">{kept(resolution)}</Table.Td>
              <Table.Td ta="right">{lasting(resolution.meanSeconds)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </section>
  );
}
