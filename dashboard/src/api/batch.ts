// Batches of calls: the list, one of them, making and steering.

import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Batch, BatchDetail, BatchRequest } from './contract.ts';
import { request } from './request.ts';

const batchesPerPage = 30;
const pollMs = 3000;

interface BatchPage {
  items?: Batch[];
  has_more?: boolean;
  pagination_key?: string;
}

/** Latest first; asked for again while one of them goes on. */
export function useBatches() {
  return useInfiniteQuery({
    queryKey: ['batches'],
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) => {
      const after = pageParam && `&pagination_key=${encodeURIComponent(pageParam)}`;
      return request<BatchPage>(`/list-batch-calls?limit=${batchesPerPage}${after}`, { signal });
    },
    getNextPageParam: (page) => (page.has_more ? page.pagination_key : undefined),
    refetchInterval: ({ state: { data } }) =>
      data?.pages.some(({ items }) => items?.some(mayChange)) ? pollMs : false,
  });
}

export function useBatch(batchId: string) {
  return useQuery({
    queryKey: ['batches', batchId],
    queryFn: ({ signal }) => request<BatchDetail>(`/get-batch-call/${encodeURIComponent(batchId)}`, { signal }),
    refetchInterval: ({ state: { data } }) => (data && mayChange(data) ? pollMs : false),
  });
}

/** Its calls go on a while after the last was dialled, and are looked at after their end. */
export function mayChange({ status, sent_task_count, failed_task_count, successful_count }: Batch): boolean {
  return status !== 'canceled' && (status !== 'sent' || successful_count < sent_task_count - failed_task_count);
}

export function useCreateBatch() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: BatchRequest) => request<Batch>('/create-batch-call', { method: 'POST', body }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['batches'] }),
  });
}

export type BatchOrder = 'pause' | 'resume' | 'cancel';

export function useSteerBatch(batchId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (order: BatchOrder) =>
      request<BatchDetail>(`/${order}-batch-call/${encodeURIComponent(batchId)}`, { method: 'POST' }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['batches'] }),
  });
}
