// Trunks, numbers, and by which ways the telephone reaches this server.

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type {
  ChatAgent,
  PhoneNumber,
  SipTrunk,
  SipTrunkRequest,
  Telephony,
  TrunkTest,
  TrunkTestRequest,
} from './contract.ts';
import { request } from './request.ts';

const pageSize = 200;
const healthPollMs = 10_000;

export function useTelephony() {
  return useQuery({
    queryKey: ['telephony'],
    queryFn: ({ signal }) => request<Telephony>('/get-telephony', { signal }),
  });
}

/** With what is known of their health, which changes by itself. */
export function useTrunks() {
  return useQuery({
    queryKey: ['trunks'],
    queryFn: async ({ signal }) =>
      (await request<{ items?: SipTrunk[] }>(`/list-sip-trunks?limit=${pageSize}`, { signal })).items ?? [],
    refetchInterval: healthPollMs,
  });
}

/** Makes one, or changes the one with this id. */
export function useSaveTrunk(trunkId: string | null) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: SipTrunkRequest) =>
      trunkId === null
        ? request<SipTrunk>('/create-sip-trunk', { method: 'POST', body })
        : request<SipTrunk>(`/update-sip-trunk/${encodeURIComponent(trunkId)}`, { method: 'PATCH', body }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['trunks'] }),
  });
}

export function useDeleteTrunk() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (trunkId: string) => request(`/delete-sip-trunk/${encodeURIComponent(trunkId)}`, { method: 'DELETE' }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['trunks'] }),
  });
}

/** Takes up to a minute. */
export function useTestTrunk() {
  return useMutation({
    mutationFn: (body: TrunkTestRequest) => request<TrunkTest>('/test-sip-trunk', { method: 'POST', body }),
  });
}

export function useNumbers() {
  return useQuery({
    queryKey: ['numbers'],
    queryFn: ({ signal }) => request<PhoneNumber[]>('/list-phone-numbers', { signal }),
  });
}

/** Of each the latest version. */
export function useChatAgents() {
  return useQuery({
    queryKey: ['chat-agents'],
    queryFn: async ({ signal }) =>
      (await request<ChatAgent[]>('/list-chat-agents?is_latest=true&limit=1000', { signal })).map((agent) => ({
        agent,
      })),
  });
}

export type NumberChange =
  | { kind: 'import' | 'buy'; body: Record<string, unknown> }
  | { kind: 'update'; number: string; body: Record<string, unknown> }
  | { kind: 'delete'; number: string };

export function useChangeNumber() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: changeNumber,
    onSuccess: () => queries.invalidateQueries({ queryKey: ['numbers'] }),
  });
}

function changeNumber(change: NumberChange): Promise<PhoneNumber | undefined> {
  switch (change.kind) {
    case 'import':
      return request('/import-phone-number', { method: 'POST', body: change.body });
    case 'buy':
      return request('/create-phone-number', { method: 'POST', body: change.body });
    case 'update':
      return request(`/update-phone-number/${encodeURIComponent(change.number)}`, {
        method: 'PATCH',
        body: change.body,
      });
    case 'delete':
      return request(`/delete-phone-number/${encodeURIComponent(change.number)}`, { method: 'DELETE' });
    default:
      return change satisfies never;
  }
}
