// Whom to call: a table that is dropped, chosen or pasted, what its columns mean, and the rows that cannot be called.

import {
  Alert,
  Button,
  Checkbox,
  FileButton,
  Group,
  NativeSelect,
  Stack,
  Table,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core';
import { IconAlertTriangle, IconFileUpload, IconTable } from '@tabler/icons-react';
import { useState } from 'react';
import type { DragEvent } from 'react';
import type { BatchTable } from '../../../src/batch-table/index.ts';
import { CsvError } from '../../../src/csv/index.ts';
import { Problem } from '../parts/problem.tsx';
import { Section } from '../parts/section.tsx';
import { meanings, readPeople, type Column, type People } from './people.ts';

const maxFaultsShown = 50;

interface PeopleSectionProps {
  people: People | null;
  onPeople: (people: People | null) => void;
  /** What comes of the table, once it is known. */
  table: BatchTable | undefined;
  tableError: unknown;
  skipBad: boolean;
  onSkipBad: (skipBad: boolean) => void;
}

export function PeopleSection({ people, onPeople, table, tableError, skipBad, onSkipBad }: PeopleSectionProps) {
  return (
    <Section title="1. Whom to call">
      {people === null ? (
        <TableDoor onPeople={onPeople} />
      ) : (
        <>
          <Group justify="space-between">
            <Text size="sm" data-testid="people-count">
              {people.rows.length} {people.rows.length === 1 ? 'row' : 'rows'}, {people.columns.length} columns
            </Text>
            <Button variant="default" size="compact-sm" onClick={() => onPeople(null)} data-testid="other-table">
              Another table
            </Button>
          </Group>
          <Columns people={people} onPeople={onPeople} />
          <Problem error={tableError} title="The columns cannot be right" />
          {table && <Outcome table={table} skipBad={skipBad} onSkipBad={onSkipBad} />}
        </>
      )}
    </Section>
  );
}

function TableDoor({ onPeople }: { onPeople: (people: People) => void }) {
  const [pasted, setPasted] = useState('');
  const [isOver, setIsOver] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const read = (bytes: Iterable<Uint8Array | string>) =>
    readPeople(bytes).then(onPeople, (reason: unknown) =>
      setError(reason instanceof CsvError ? new Error(`Line ${reason.row}: ${reason.message}`) : reason),
    );
  const readFile = async (file: File | null | undefined) => {
    if (!file) return;
    // A file that was moved away meanwhile.
    const bytes = await file.arrayBuffer().catch((reason: unknown) => setError(reason));
    if (bytes) await read([new Uint8Array(bytes)]);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setIsOver(false);
    void readFile(event.dataTransfer.files[0]);
  };
  return (
    <Stack gap="sm">
      <Stack
        align="center"
        gap="xs"
        p="xl"
        onDragOver={(event) => {
          event.preventDefault();
          setIsOver(true);
        }}
        onDragLeave={() => setIsOver(false)}
        onDrop={drop}
        style={{ border: `2px dashed ${isOver ? 'var(--rb-agent)' : 'var(--rb-line)'}`, borderRadius: 12 }}
        data-testid="drop-table"
      >
        <IconFileUpload size={26} stroke={1.5} color="var(--rb-quiet)" />
        <Text size="sm" ta="center">
          Drop a table here (CSV UTF-8). Its first row names the columns; one holds the phone numbers.
        </Text>
        <FileButton onChange={(file) => void readFile(file)} accept=".csv,.tsv,.txt,text/csv">
          {(props) => (
            <Button {...props} variant="default" size="sm" data-testid="choose-table">
              Choose a file
            </Button>
          )}
        </FileButton>
      </Stack>
      <Textarea
        label="Or paste it"
        placeholder={'phone number,first_name\n+14155550123,Ada'}
        autosize
        minRows={3}
        maxRows={10}
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 13 } }}
        value={pasted}
        onChange={(event) => setPasted(event.currentTarget.value)}
        data-testid="paste-table"
      />
      <Group>
        <Button
          variant="default"
          leftSection={<IconTable size={16} />}
          disabled={pasted.trim() === ''}
          onClick={() => void read([pasted])}
          data-testid="read-pasted"
        >
          Use this table
        </Button>
      </Group>
      <Problem error={error} title="The table could not be read" onClose={() => setError(null)} />
    </Stack>
  );
}

function Columns({ people, onPeople }: { people: People; onPeople: (people: People) => void }) {
  const change = (index: number, fields: Partial<Column>) =>
    onPeople({ ...people, columns: people.columns.map((one, i) => (i === index ? { ...one, ...fields } : one)) });
  return (
    <Table.ScrollContainer type="native" minWidth={560}>
      <Table verticalSpacing={6} data-testid="columns">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Column</Table.Th>
            <Table.Th>For example</Table.Th>
            <Table.Th>Means</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {people.columns.map((column, index) => (
            <Table.Tr key={index}>
              <Table.Td fw={600}>{column.header || `Column ${index + 1}`}</Table.Td>
              <Table.Td maw={180}>
                <Text size="sm" c="var(--rb-quiet)" truncate>
                  {column.example || '–'}
                </Text>
              </Table.Td>
              <Table.Td>
                <Group gap="xs" wrap="nowrap">
                  <NativeSelect
                    aria-label={`What ${column.header || `column ${index + 1}`} means`}
                    data={[
                      { value: 'variable', label: 'Variable' },
                      ...Object.entries(meanings).map(([value, label]) => ({ value, label })),
                      { value: 'nothing', label: 'Nothing: leave it out' },
                    ]}
                    value={column.means}
                    onChange={(event) => change(index, { means: event.currentTarget.value as Column['means'] })}
                    data-testid={`means-${index}`}
                  />
                  {column.means === 'variable' && (
                    <TextInput
                      aria-label="Name of the variable"
                      leftSection={<Text size="xs">{'{{'}</Text>}
                      rightSection={<Text size="xs">{'}}'}</Text>}
                      value={column.name}
                      onChange={(event) => change(index, { name: event.currentTarget.value })}
                      miw={130}
                      data-testid={`variable-${index}`}
                    />
                  )}
                </Group>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function Outcome({
  table: { tasks, faults },
  skipBad,
  onSkipBad,
}: Pick<PeopleSectionProps, 'skipBad' | 'onSkipBad'> & { table: BatchTable }) {
  if (faults.length === 0)
    return (
      <Text size="sm" data-testid="table-good">
        {tasks.length === 1 ? 'One person can be called.' : `All ${tasks.length} people can be called.`}
      </Text>
    );
  return (
    <Alert
      color="orange"
      variant="light"
      icon={<IconAlertTriangle size={18} />}
      title={faults.length === 1 ? 'One row cannot be called' : `${faults.length} rows cannot be called`}
      data-testid="faults"
    >
      <Stack gap={4}>
        {faults.slice(0, maxFaultsShown).map(({ row, why }) => (
          <Text key={row} size="sm" style={{ overflowWrap: 'anywhere' }}>
            Line {row}: {why}
          </Text>
        ))}
        {faults.length > maxFaultsShown && <Text size="sm">And {faults.length - maxFaultsShown} more.</Text>}
        {tasks.length > 0 && (
          <Checkbox
            mt="xs"
            label={
              tasks.length === 1
                ? 'Leave them out and call the other one'
                : `Leave them out and call the other ${tasks.length}`
            }
            checked={skipBad}
            onChange={(event) => onSkipBad(event.currentTarget.checked)}
            data-testid="skip-bad"
          />
        )}
      </Stack>
    </Alert>
  );
}
