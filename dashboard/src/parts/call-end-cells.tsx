import { Table } from '@mantine/core';
import type { Call } from '../api/index.ts';
import { CallStatusBadge } from './call-status-badge.tsx';
import { clockTime, plainWords } from './format.ts';

/** In the row of a call: status, end reason, length. */
export function CallEndCells({ call }: { call: Call }) {
  return (
    <>
      <Table.Td>
        <CallStatusBadge status={call.call_status} />
      </Table.Td>
      <Table.Td>{call.disconnection_reason ? plainWords(call.disconnection_reason) : '–'}</Table.Td>
      <Table.Td ta="right" className="rb-number">
        {call.duration_ms === undefined ? '–' : clockTime(call.duration_ms)}
      </Table.Td>
    </>
  );
}
